//! Lists of places in rising order, packed, and the cursor that goes through one.
//!
//! Short lists are differences of seven bits a byte. Longer ones are blocks of 128, each with a row in a table
//! in front (its first place, and where it begins) and its differences in as few bits as the largest needs.

use std::borrow::Cow;

const BLOCK: usize = 128;
const ROW: usize = 8;

/// Adds a list to the bytes. The reader must know how many places it has.
pub(crate) fn pack(places: &[u32], out: &mut Vec<u8>) {
    if places.len() < BLOCK {
        let mut last = 0;
        for &place in places {
            pack_number(place - last, out);
            last = place;
        }
        return;
    }
    let begin = out.len();
    let blocks = places.chunks(BLOCK);
    out.resize(begin + blocks.len() * ROW, 0);
    for (number, block) in blocks.enumerate() {
        let offset = (out.len() - begin) as u32;
        let row = begin + number * ROW;
        out[row..row + 4].copy_from_slice(&block[0].to_le_bytes());
        out[row + 4..row + ROW].copy_from_slice(&offset.to_le_bytes());
        pack_block(block, out);
    }
    // So that eight bytes can be read at once from anywhere in the last block.
    out.extend([0; 8]);
}

fn pack_block(block: &[u32], out: &mut Vec<u8>) {
    let differences = || block.windows(2).map(|pair| pair[1] - pair[0]);
    let width = 32 - differences().fold(0, |all, difference| all | difference).leading_zeros();
    out.push(width as u8);
    let (mut bits, mut held) = (0_u64, 0);
    for difference in differences() {
        bits |= u64::from(difference) << held;
        held += width;
        while held >= 8 {
            out.push(bits as u8);
            bits >>= 8;
            held -= 8;
        }
    }
    if held > 0 {
        out.push(bits as u8);
    }
}

fn pack_number(mut number: u32, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Goes through a list, forwards only.
#[derive(Debug)]
pub(crate) struct Cursor<'b> {
    bytes: Cow<'b, [u8]>,
    count: usize,
    /// The block that is unpacked; none of a list that is unpacked as a whole.
    block: usize,
    blocks: usize,
    unpacked: Vec<u32>,
    at: usize,
}

impl<'b> Cursor<'b> {
    /// Over a list that [`pack`] packed. Other bytes give some list, and no panic.
    pub(crate) fn packed(bytes: Cow<'b, [u8]>, count: usize) -> Cursor<'b> {
        if count < BLOCK {
            let mut places = Vec::with_capacity(count);
            let (mut last, mut number, mut shift) = (0_u32, 0_u32, 0);
            for &byte in bytes.iter() {
                number |= u32::from(byte & 0x7F).checked_shl(shift).unwrap_or(0);
                shift += 7;
                if byte < 0x80 {
                    last = last.wrapping_add(number);
                    places.push(last);
                    (number, shift) = (0, 0);
                }
            }
            return Cursor::plain(places);
        }
        let blocks = count.div_ceil(BLOCK);
        let mut cursor = Cursor { bytes, count, block: 0, blocks, unpacked: Vec::with_capacity(BLOCK), at: 0 };
        cursor.unpack(0);
        cursor
    }

    /// Over places in rising order.
    pub(crate) fn plain(places: Vec<u32>) -> Cursor<'b> {
        let count = places.len();
        Cursor { bytes: Cow::Borrowed(&[]), count, block: 0, blocks: 0, unpacked: places, at: 0 }
    }

    /// How many places there are.
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    /// The first place that is not before this one, where the cursor stays.
    #[inline]
    pub(crate) fn seek(&mut self, target: u32) -> Option<u32> {
        loop {
            // Most steps are short.
            while let Some(&place) = self.unpacked.get(self.at) {
                if place >= target {
                    return Some(place);
                }
                if self.unpacked.get(self.at + 8).is_some_and(|&later| later < target) {
                    self.at += 8;
                    self.at += self.unpacked[self.at..].partition_point(|&place| place < target);
                } else {
                    self.at += 1;
                }
            }
            if self.block + 1 >= self.blocks {
                return None;
            }
            self.unpack(self.block_of(target));
        }
    }

    /// How many places there are before one, from where the cursor stands, which goes there.
    #[inline]
    pub(crate) fn count_until(&mut self, end: u32) -> u32 {
        let mut count = 0;
        loop {
            let before = self.at;
            while self.unpacked.get(self.at).is_some_and(|&place| place < end) {
                self.at += 1;
            }
            count += (self.at - before) as u32;
            if self.at < self.unpacked.len() || self.block + 1 >= self.blocks {
                return count;
            }
            self.unpack(self.block + 1);
        }
    }

    /// Tells every place.
    fn for_each(mut self, mut each: impl FnMut(u32)) {
        loop {
            self.unpacked[self.at..].iter().for_each(|&place| each(place));
            if self.block + 1 >= self.blocks {
                return;
            }
            self.unpack(self.block + 1);
        }
    }

    fn row(&self, block: usize) -> (u32, u32) {
        let number = |at: usize| {
            let bytes = self.bytes.get(at..at + 4).and_then(|bytes| bytes.first_chunk::<4>());
            bytes.map_or(u32::MAX, |bytes| u32::from_le_bytes(*bytes))
        };
        (number(block * ROW), number(block * ROW + 4))
    }

    /// The last block that begins at or before a place, after the one that is unpacked.
    fn block_of(&self, target: u32) -> usize {
        let next = self.block + 1;
        let (mut low, mut step) = (next, 1);
        while low + step < self.blocks && self.row(low + step).0 <= target {
            low += step;
            step *= 2;
        }
        let mut high = (low + step).min(self.blocks);
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if self.row(middle).0 <= target {
                low = middle;
            } else {
                high = middle;
            }
        }
        low
    }

    fn unpack(&mut self, block: usize) {
        (self.block, self.at) = (block, 0);
        self.unpacked.clear();
        let (first, offset) = self.row(block);
        let Some(packed) = self.bytes.get(offset as usize..) else { return };
        let Some((&width, packed)) = packed.split_first() else { return };
        let width = usize::from(width.min(32));
        let mask = (1_u64 << width) - 1;
        let count = BLOCK.min(self.count - block * BLOCK);
        let mut place = first;
        self.unpacked.push(place);
        self.unpacked.extend((0..count - 1).map(|number| {
            let bit = number * width;
            let bytes = packed.get(bit / 8..bit / 8 + 8).and_then(|bytes| bytes.first_chunk::<8>());
            let bits = bytes.map_or(0, |bytes| u64::from_le_bytes(*bytes));
            place = place.wrapping_add((bits >> (bit % 8) & mask) as u32);
            place
        }));
    }
}

/// Places as bits: for many lists as one.
#[derive(Debug)]
pub(crate) struct Bits {
    words: Vec<u64>,
    count: usize,
}

impl Bits {
    /// Room for places below an end.
    pub(crate) fn below(end: u32) -> Bits {
        Bits { words: vec![0; end as usize / 64 + 1], count: 0 }
    }

    /// Adds the places of a list; those that are not below the end are left out.
    pub(crate) fn add(&mut self, list: Cursor<'_>) {
        self.count += list.count();
        list.for_each(|place| {
            if let Some(word) = self.words.get_mut(place as usize / 64) {
                *word |= 1 << (place % 64);
            }
        });
    }

    /// How many places there are, at most.
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    /// How many places lie between two.
    pub(crate) fn count_between(&self, start: u32, end: u32) -> u32 {
        if start >= end {
            return 0;
        }
        let word = |at: usize| self.words.get(at).copied().unwrap_or(0);
        let (first, last) = (start as usize / 64, end as usize / 64);
        let (from, until) = (u64::MAX << (start % 64), !(u64::MAX << (end % 64)));
        if first == last {
            return (word(first) & from & until).count_ones();
        }
        let between: u32 = (first + 1..last).map(|at| word(at).count_ones()).sum();
        (word(first) & from).count_ones() + between + (word(last) & until).count_ones()
    }

    /// The first place that is not before this one.
    #[inline]
    pub(crate) fn seek(&self, target: u32) -> Option<u32> {
        let at = target as usize / 64;
        let first = self.words.get(at)? & (u64::MAX << (target % 64));
        if first != 0 {
            return Some(at as u32 * 64 + first.trailing_zeros());
        }
        let further = self.words[at + 1..].iter().position(|&word| word != 0)?;
        let at = at + 1 + further;
        Some(at as u32 * 64 + self.words[at].trailing_zeros())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_list_comes_back_and_can_be_sought(
            steps in proptest::collection::vec(prop_oneof![1_u32..4, 1_u32..5_000], 0..700),
            targets in proptest::collection::vec(0_u32..2_000_000, 0..20),
        ) {
            let mut last = 0;
            let places: Vec<u32> = steps.iter().map(|step| { last += step; last }).collect();
            let mut bytes = Vec::new();
            pack(&places, &mut bytes);
            let cursor = || Cursor::packed(Cow::Borrowed(&bytes), places.len());
            let mut all = Vec::new();
            cursor().for_each(|place| all.push(place));
            prop_assert_eq!(&all, &places);
            let mut bits = Bits::below(last + 1);
            bits.add(cursor());
            let mut targets = targets;
            targets.sort_unstable();
            let mut counting = cursor();
            let mut start = 0;
            for &end in &targets {
                let expected = places.iter().filter(|place| (start..end).contains(*place)).count();
                prop_assert_eq!(counting.count_until(end) as usize, expected);
                prop_assert_eq!(bits.count_between(start, end) as usize, expected);
                start = end;
            }
            let mut forwards = cursor();
            for target in targets {
                let expected = places.iter().copied().find(|&place| place >= target);
                prop_assert_eq!(cursor().seek(target), expected);
                prop_assert_eq!(forwards.seek(target), expected);
                prop_assert_eq!(bits.seek(target), expected);
            }
        }

        #[test]
        fn other_bytes_do_no_harm(bytes in proptest::collection::vec(any::<u8>(), 0..300), count in 0_usize..400) {
            let mut cursor = Cursor::packed(Cow::Borrowed(&bytes), count);
            let mut target = 0;
            for _ in 0..500 {
                match cursor.seek(target) {
                    Some(place) => target = place.saturating_add(1),
                    None => break,
                }
            }
        }
    }
}
