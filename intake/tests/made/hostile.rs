//! Files that are made to do harm.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use zip::CompressionMethod::{Deflated, Stored};

use crate::made::{Letters, W, docx, docx_with, locked_pdf, p, pdf, pdf_of, pdf_of_a_picture, stream, zip};

/// Where a file is cut off, in hundredths of its length.
const CUTS: [usize; 8] = [1, 10, 30, 50, 70, 90, 97, 99];
/// How many files are changed at random for each format.
const FLIPS: u64 = 8;

/// Every such file, with what is wrong with it.
pub(crate) fn files() -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for (format, file) in
        [("page", page()), ("document", document()), ("PDF", plain_pdf()), ("packed PDF", packed_pdf())]
    {
        files.extend(
            CUTS.iter().map(|cut| (format!("{format} cut at {cut} %"), file[..file.len() * cut / 100].to_vec())),
        );
        files.extend((0..FLIPS).map(|seed| (format!("{format} flipped by {seed}"), flipped(&file, seed))));
    }
    files.extend(pages());
    files.extend(documents());
    files.extend(pdfs());
    files
}

fn page() -> Vec<u8> {
    "<!DOCTYPE html><html><head><meta charset=utf-8></head><body><h1>Treaty</h1><p>Договор &amp; 条约</p><table><tr><td>1<td>2</table>"
        .repeat(20)
        .into_bytes()
}

fn document() -> Vec<u8> {
    docx(&(0..50).map(|number| p(&format!("Article {number}. Договор 条约"))).collect::<String>())
}

fn plain_pdf() -> Vec<u8> {
    let line = |at: usize| (72.0, 760.0 - 14.0 * at as f32, "Договор вступил в силу 条约");
    pdf(&[(0..20).map(line).collect(), (0..20).map(line).collect()], &Letters::WithTable)
}

/// Its page is compressed, and so are its objects and their table, as nearly all PDFs have them.
fn packed_pdf() -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    let inner = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >> >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
    ];
    let content: String = (0..40)
        .map(|at| format!("BT /F1 10 Tf 72 {} Td (Article {at} of the Treaty) Tj ET\n", 800 - 14 * at))
        .collect();
    let places = [file.len()];
    file.extend(b"5 0 obj\n");
    file.extend(stream("/Filter /FlateDecode", &deflated(content.as_bytes())));
    file.extend(b"\nendobj\n");
    let (mut heads, mut bodies) = (String::new(), String::new());
    for (at, object) in inner.iter().enumerate() {
        heads += &format!("{} {} ", at + 1, bodies.len());
        bodies += &format!("{object}\n");
    }
    let objects = file.len();
    file.extend(b"6 0 obj\n");
    let dictionary = format!("/Type /ObjStm /N 4 /First {} /Filter /FlateDecode", heads.len());
    file.extend(stream(&dictionary, &deflated(format!("{heads}{bodies}").as_bytes())));
    file.extend(b"\nendobj\n");
    let table = file.len();
    let mut rows: Vec<[u8; 4]> = vec![[0, 0, 0, 0]];
    rows.extend((0..4).map(|at| [2, 0, 6, at]));
    for place in [places[0], objects, table] {
        rows.push([1, (place >> 8) as u8, place as u8, 0]);
    }
    file.extend(b"7 0 obj\n");
    file.extend(stream("/Type /XRef /Size 8 /W [1 2 1] /Root 1 0 R /Filter /FlateDecode", &deflated(&rows.concat())));
    file.extend(format!("\nendobj\nstartxref\n{table}\n%%EOF\n").as_bytes());
    file
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("the bytes");
    encoder.finish().expect("the end")
}

/// A file with some of its bytes changed. The same seed changes the same ones.
fn flipped(file: &[u8], seed: u64) -> Vec<u8> {
    let mut file = file.to_vec();
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) + 1;
    for _ in 0..1 + file.len() / 200 {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let at = state as usize % file.len();
        file[at] ^= (state >> 40) as u8 | 1;
    }
    file
}

fn named(files: Vec<(&str, Vec<u8>)>) -> Vec<(String, Vec<u8>)> {
    files.into_iter().map(|(name, bytes)| (name.to_owned(), bytes)).collect()
}

fn pages() -> Vec<(String, Vec<u8>)> {
    let body = |inner: String| format!("<html><body><p>Treaty</p>{inner}").into_bytes();
    named(vec![
        ("ten million `<`", vec![b'<'; 10_000_000]),
        ("ten million `<` in a page", body("<".repeat(10_000_000))),
        ("a million elements in each other", body("<div>".repeat(1_000_000))),
        ("a million tables in each other", body("<table><tr><td>x".repeat(300_000))),
        ("a million ends", body("</p>".repeat(1_000_000))),
        ("a million entities", body("&amp;".repeat(1_000_000))),
        ("a million entities that are none", body("&notareference".repeat(300_000))),
        ("an entity of a million digits", body(format!("&#{};", "9".repeat(1_000_000)))),
        ("a million attributes", body(format!("<p {}>", "a=b ".repeat(1_000_000)))),
        ("attributes without names", body(format!("<p {}>", "=\"".repeat(1_000_000)))),
        ("a comment without end", body(format!("<!-- {}", "-".repeat(1_000_000)))),
        ("a script without end", body(format!("<script>{}", "</scrip".repeat(300_000)))),
        ("a million line breaks", body("<br>".repeat(1_000_000))),
        ("a name of a million letters", body(format!("<{}>", "a".repeat(1_000_000)))),
        ("NULs in a page", body("a\0b\0".repeat(100_000))),
        ("a page in invalid UTF-8", [body(String::new()), b"\xff\xfe\xc0\x80\xed\xa0\x80".repeat(10_000)].concat()),
        (
            "a page in an encoding that there is not",
            b"<html><meta charset=no-such><p>\xc4\xee\xe3\xee\xe2\xee\xf0".to_vec(),
        ),
        ("a page in UTF-16 by its own word", b"<html><meta charset=utf-16le><p>Treaty".to_vec()),
        ("a page in UTF-7", b"<html><meta charset=utf-7><p>+ADw-script+AD4-".to_vec()),
        ("preformatted lines", body(format!("<pre>{}", "\n".repeat(1_000_000)))),
        ("a hidden element without end", body(format!("<div hidden>{}", "<div>".repeat(1_000_000)))),
        ("marks of direction", body("\u{202e}\u{2066}x".repeat(100_000))),
        ("NULs", vec![0; 1_000_000]),
        ("every byte", (0..=255).collect::<Vec<u8>>().repeat(1000)),
        ("nothing", Vec::new()),
        ("a page in nothing", b"<html>".to_vec()),
        ("a text of 9 MiB", b"Treaty ".repeat((9 << 20) / 7)),
    ])
}

fn documents() -> Vec<(String, Vec<u8>)> {
    let raw = |document: &str| {
        zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", document.as_bytes())], Deflated)
    };
    let entity = |number: usize| format!("<!ENTITY e{number} \"{}\">", format!("&e{};", number - 1).repeat(10));
    let laughs: String =
        "<!DOCTYPE d [<!ENTITY e0 \"ha\">".to_owned() + &(1..10).map(entity).collect::<String>() + "]>";
    let mut lying = docx(&p("Treaty"));
    // The central directory says that the part is four gigabytes long.
    let directory = lying.windows(4).rposition(|four| four == b"PK\x01\x02").expect("a directory");
    lying[directory + 24..directory + 28].copy_from_slice(&[0xff, 0xff, 0xff, 0xfe]);
    let mut many = lying.clone();
    let end = many.windows(4).rposition(|four| four == b"PK\x05\x06").expect("an end");
    many[end + 8..end + 12].copy_from_slice(&[0xff, 0xff, 0xff, 0xff]);
    let mut far = docx(&p("Treaty"));
    let end = far.windows(4).rposition(|four| four == b"PK\x05\x06").expect("an end");
    far[end + 16..end + 20].copy_from_slice(&[0xff, 0xff, 0xff, 0x7f]);
    let names: Vec<String> = (0..20_000).map(|number| format!("word/x{number}.xml")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
    let twice = {
        let mut file = docx_with(&p("Treaty"), &[("word/documenu.xml", b"<no/>")], Stored);
        while let Some(at) = file.windows(17).position(|some| some == b"word/documenu.xml") {
            file[at + 12] = b't';
        }
        file
    };
    named(vec![
        ("a bomb of blanks", docx(&p(&" ".repeat(100 << 20)))),
        ("a bomb of elements", docx(&"<w:p/>".repeat(10_000_000))),
        ("a bomb of letters", docx(&p(&"A".repeat(70 << 20)))),
        (
            "a bomb beside the document",
            docx_with(&p("Treaty"), &[("word/footnotes.xml", &vec![b' '; 80 << 20])], Deflated),
        ),
        ("a million elements in each other", raw(&format!("{W}{}", "<w:p>".repeat(1_000_000)))),
        ("ten thousand tables in each other", raw(&format!("{W}{}", "<w:tbl><w:tr><w:tc>".repeat(10_000)))),
        ("entities of entities", raw(&format!("{laughs}{W}<w:body>{}</w:body></w:document>", p("&e9;")))),
        (
            "an entity from a file",
            raw(&format!(
                "<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>{W}<w:body>{}</w:body></w:document>",
                p("&x;")
            )),
        ),
        ("an entity that is not declared", docx(&p("&nbsp;"))),
        (
            "a million attributes",
            docx(&format!("<w:p {}/>", (0..300_000).map(|n| format!("a{n}=\"1\" ")).collect::<String>())),
        ),
        ("the same attribute a million times", docx(&format!("<w:br {}/>", "w:type=\"x\" ".repeat(1_000_000)))),
        ("a character that there is not", docx(&p("&#xD800;&#1114112;&#0;&#99999999999999;"))),
        ("ends without beginnings", docx("</w:p></w:p>")),
        ("elements that cross", docx("<w:p><w:r></w:p></w:r>")),
        (
            "a document in UTF-16",
            zip(&[("word/document.xml", &W.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>())], Deflated),
        ),
        (
            "a document in invalid UTF-8",
            zip(&[("word/document.xml", &[W.as_bytes(), b"\xff\xfe\xc0"].concat())], Stored),
        ),
        ("a document without a document", zip(&[("word/documents.xml", b"")], Stored)),
        ("a document that is empty", zip(&[("word/document.xml", b"")], Stored)),
        ("a part that lies about its size", lying),
        ("a directory that lies about its length", many),
        ("a directory far away", far),
        ("two parts of one name", twice),
        ("twenty thousand parts", docx_with(&p("Treaty"), &parts, Stored)),
        ("nothing but the end of an archive", b"PK\x05\x06word/document.xml".to_vec()),
        ("NULs in a document", docx(&p(&"a\0".repeat(1000)))),
        ("CDATA", docx(&p("<![CDATA[Treaty]]><![CDATA["))),
        ("ten million `<` in a document", raw(&"<".repeat(10_000_000))),
    ])
}

fn pdfs() -> Vec<(String, Vec<u8>)> {
    let catalog = || b"<< /Type /Catalog /Pages 2 0 R >>".to_vec();
    let pages = || b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec();
    let font = || b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>".to_vec();
    let page = || {
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> /XObject << /X 6 0 R >> >> >>"
            .to_vec()
    };
    let drawn = |content: &[u8]| pdf_of(&[catalog(), pages(), page(), stream("", content), font()], "");
    let packed = |content: &[u8]| {
        pdf_of(&[catalog(), pages(), page(), stream("/Filter /FlateDecode", &deflated(content)), font()], "")
    };
    let text = b"BT /F1 10 Tf 72 700 Td (Treaty) Tj ET\n";
    let bomb = deflated(&vec![b' '; 200 << 20]);
    let twice = deflated(&deflated(&vec![b' '; 300 << 20]));
    let mut previous = drawn(text);
    let table = previous.windows(5).position(|five| five == b"\nxref").expect("a table") + 1;
    let at = previous.windows(7).rposition(|seven| seven == b"trailer").expect("a trailer") + 11;
    previous.splice(at..at, format!(" /Prev {table} ").into_bytes());
    let nest = |depth: usize| [b"[".repeat(depth), b"]".repeat(depth)].concat();
    let many = |number: usize| -> Vec<u8> {
        (0..number).map(|at| format!("{} 0 R ", 3 + at % 3)).collect::<String>().into_bytes()
    };
    let form = |inner: &[u8]| {
        stream(
            "/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /X 6 0 R >> /Font << /F1 5 0 R >> >>",
            inner,
        )
    };
    named(vec![
        ("a picture", pdf_of_a_picture()),
        ("a locked PDF", locked_pdf()),
        ("only a header", b"%PDF-1.7\n".to_vec()),
        ("a header and NULs", [b"%PDF-1.7\n".to_vec(), vec![0; 1_000_000]].concat()),
        ("a header and ten million `<`", [b"%PDF-1.7\n".to_vec(), vec![b'<'; 10_000_000]].concat()),
        ("a header and ten million `(`", [b"%PDF-1.7\n".to_vec(), vec![b'('; 10_000_000]].concat()),
        ("a table that points at itself", previous),
        ("a table far away", b"%PDF-1.7\nstartxref\n99999999999999999999\n%%EOF\n".to_vec()),
        ("a table of four thousand million rows", b"%PDF-1.7\nxref\n0 4294967295\n0000000000 65535 f \ntrailer\n<< /Size 4294967295 /Root 1 0 R >>\nstartxref\n9\n%%EOF\n".to_vec()),
        ("a table stream of huge rows", pdf_of(&[catalog(), pages(), page(), stream("/Type /XRef /W [1000000000 8 8] /Size 4294967295 /Index [0 4294967295]", b"x"), font()], "")),
        ("a hundred thousand arrays in each other", pdf_of(&[catalog(), pages(), page(), nest(100_000), font()], "")),
        ("a million arrays in each other in the catalogue", pdf_of(&[[b"<< /Type /Catalog /Pages 2 0 R /X ".to_vec(), nest(1_000_000), b" >>".to_vec()].concat(), pages(), page(), stream("", text), font()], "")),
        ("a hundred thousand dictionaries in each other", pdf_of(&[b"<< /A ".repeat(100_000), pages(), page(), stream("", text), font()], "")),
        ("arrays in each other on the page", drawn(&[text.to_vec(), nest(1_000_000), b" TJ".to_vec()].concat())),
        ("dictionaries in each other on the page", drawn(&[text.to_vec(), b"/A << /B ".repeat(300_000), b" BDC".to_vec()].concat())),
        ("states in each other", drawn(&[b"q ".repeat(1_000_000), text.to_vec()].concat())),
        ("texts in each other", drawn(&[b"BT ".repeat(300_000), text.to_vec()].concat())),
        ("a million marks", drawn(&[b"/P << /MCID 1 >> BDC ".repeat(200_000), text.to_vec()].concat())),
        ("ten thousand texts at one place", packed(&text.repeat(10_000))),
        ("two hundred thousand texts in other places", packed((0..200_000).map(|at| format!("BT /F1 1 Tf {} {} Td (T) Tj ET\n", at % 595, at / 595)).collect::<String>().as_bytes())),
        ("a bomb", pdf_of(&[catalog(), pages(), page(), stream("/Filter /FlateDecode", &bomb), font()], "")),
        ("a bomb in a bomb", pdf_of(&[catalog(), pages(), page(), stream("/Filter [/FlateDecode /FlateDecode]", &twice), font()], "")),
        ("a chain of ten thousand filters", pdf_of(&[catalog(), pages(), page(), stream(&format!("/Filter [{}]", "/ASCIIHexDecode ".repeat(10_000)), b"41>"), font()], "")),
        ("a bomb of run lengths", pdf_of(&[catalog(), pages(), page(), stream("/Filter [/RunLengthDecode /RunLengthDecode]", &b"\x81\x81".repeat(500_000)), font()], "")),
        ("a predictor of huge rows", pdf_of(&[catalog(), pages(), page(), stream("/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 2147483647 /Colors 32 /BitsPerComponent 16 >>", &deflated(text)), font()], "")),
        ("a stream that is longer than its file", pdf_of(&[catalog(), pages(), page(), b"<< /Length 99999999999 >>\nstream\nBT\nendstream".to_vec(), font()], "")),
        ("a length that is its own stream", pdf_of(&[catalog(), pages(), page(), b"<< /Length 4 0 R >>\nstream\nBT\nendstream".to_vec(), font()], "")),
        ("a page that is its own parent", pdf_of(&[catalog(), b"<< /Type /Pages /Kids [2 0 R 2 0 R 3 0 R] /Count 3 /Parent 2 0 R >>".to_vec(), page(), stream("", text), font()], "")),
        ("pages that hold each other", pdf_of(&[catalog(), b"<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 2 >>".to_vec(), b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 /Parent 2 0 R >>".to_vec()], "")),
        ("two thousand million pages", pdf_of(&[catalog(), b"<< /Type /Pages /Kids [3 0 R] /Count 2147483647 >>".to_vec(), page(), stream("", text), font()], "")),
        ("fewer than no pages", pdf_of(&[catalog(), b"<< /Type /Pages /Kids [3 0 R] /Count -1 >>".to_vec(), page(), stream("", text), font()], "")),
        ("a page two hundred thousand times", pdf_of(&[catalog(), format!("<< /Type /Pages /Kids [{}] /Count 200000 >>", "3 0 R ".repeat(200_000)).into_bytes(), page(), stream("", text), font()], "")),
        ("a page of itself", pdf_of(&[catalog(), pages(), b"<< /Type /Page /Parent 2 0 R /Contents [3 0 R 4 0 R 4 0 R] >>".to_vec(), stream("", text), font()], "")),
        ("a page of a million streams", pdf_of(&[catalog(), pages(), [b"<< /Type /Page /Parent 2 0 R /Contents [".to_vec(), many(1_000_000), b"] >>".to_vec()].concat(), stream("", text), font()], "")),
        ("a form in itself", pdf_of(&[catalog(), pages(), page(), stream("", b"/X Do"), font(), form(b"/X Do /X Do BT /F1 10 Tf (T) Tj ET")], "")),
        ("an object that is itself", pdf_of(&[catalog(), pages(), page(), b"4 0 R".to_vec(), font()], "")),
        ("a size of nothing", drawn(b"BT /F1 0 Tf 0 0 Td (Treaty) Tj ET")),
        ("places beyond number", drawn(b"BT /F1 1e38 Tf 1e38 -1e38 Td (Treaty) Tj 1e38 0 0 1e38 1e38 1e38 Tm (Treaty) Tj ET")),
        ("places that are no numbers", drawn(b"nan nan nan nan nan nan cm BT /F1 inf Tf nan nan Td (Treaty) Tj ET")),
        ("a table of letters without end", pdf_of(&[catalog(), pages(), page(), stream("", text), b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [5 0 R] /ToUnicode 6 0 R >>".to_vec(), stream("", b"1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0000> <FFFFFFFF> <0000> endbfrange")], "")),
        ("a table of letters that uses itself", pdf_of(&[catalog(), pages(), page(), stream("", text), b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding 6 0 R /DescendantFonts [5 0 R] /ToUnicode 6 0 R >>".to_vec(), stream("/UseCMap 6 0 R", b"1 beginbfchar <00> <0041> endbfchar")], "")),
        ("widths without end", pdf_of(&[catalog(), pages(), page(), stream("", text), b"<< /Type /Font /Subtype /TrueType /BaseFont /X /FirstChar -2147483648 /LastChar 2147483647 /Widths [1] >>".to_vec()], "")),
        ("a PDF that is a page", b"<html><body>%PDF-1.7 Treaty".to_vec()),
        ("JavaScript and a launch", pdf_of(&[b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert(1)) >> /AA << /O << /S /Launch /F (/bin/sh) >> >> >>".to_vec(), pages(), page(), stream("", text), font()], "")),
        ("a stream from another file", pdf_of(&[catalog(), pages(), page(), b"<< /F (/etc/passwd) /Length 0 >>\nstream\n\nendstream".to_vec(), font()], "")),
    ])
}
