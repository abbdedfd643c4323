//! Text is taken out of the files that people have, each character with its place.

mod made;

use document::text::{Glyph, string};
use intake::{Foreign, IntakeError, Kind, read, sniff, take};
use made::{Letters, docx, docx_with, locked_pdf, p, pdf, pdf_of_a_picture, zip};
use zip::CompressionMethod::{Deflated, Stored};

fn text(bytes: &[u8]) -> String {
    string(&take(bytes).unwrap_or_else(|error| panic!("{error}")).1)
}

fn refusal(bytes: &[u8]) -> String {
    take(bytes).expect_err("a refusal").to_string()
}

/// The bytes of the file behind the first place where a text stands.
fn source<'f>(file: &'f [u8], glyphs: &[Glyph], found: &str) -> &'f [u8] {
    let chars: Vec<char> = found.chars().collect();
    let at = glyphs.windows(chars.len()).position(|some| some.iter().map(|glyph| glyph.c).eq(chars.iter().copied()));
    let at = at.unwrap_or_else(|| panic!("{found} is not in the text"));
    &file[glyphs[at].start as usize..glyphs[at + chars.len() - 1].end as usize]
}

#[test]
fn a_page_is_what_its_reader_sees() {
    let page = "<!DOCTYPE html>\n<html><head><title>No</title><style>p { no: no }</style></head>\n<body>\n\
                <script>if (a < b) { document.write('<p>no</p>') }</script><!-- no --><noscript>no</noscript>\n\
                <h1>Treaty  on\n the zone</h1>\n<p>The Parties,<br>recalling   <b>their</b> duty&nbsp;&amp; <i>right</i>,\n\
                <p>have agreed.<p hidden>no</p><div style='display: none'><p>no</p></div>\n\
                <table><tr><td>A</td><td><p>B</p></td></tr>\n<tr><td>1</td><td>2</td></tr></table><pre>a  b\nc</pre></body></html>";
    assert_eq!(sniff(page.as_bytes()), Kind::Html);
    assert_eq!(
        text(page.as_bytes()),
        "Treaty on the zone\n\n\nThe Parties,\nrecalling their duty\u{a0}& right,\n\n\nhave agreed.\n\n\nA  B\n1  2\n\n\na  b\nc\n"
    );
}

#[test]
fn a_page_keeps_the_place_of_every_character() {
    let page = "<html><body><p>Ratified &copy; on 5\u{a0}May &#8212; &CounterClockwiseContourIntegral; by <b>Ка</b>захстан</p>".as_bytes();
    let glyphs = read(page, Kind::Html).expect("a text");
    assert_eq!(string(&glyphs), "Ratified © on 5\u{a0}May — ∳ by Казахстан\n");
    assert_eq!(source(page, &glyphs, "Ratified"), b"Ratified");
    assert_eq!(source(page, &glyphs, "©"), b"&copy;");
    assert_eq!(source(page, &glyphs, "—"), b"&#8212;");
    assert_eq!(source(page, &glyphs, "∳"), b"&CounterClockwiseContourIntegral;");
    assert_eq!(source(page, &glyphs, "Казахстан"), "Ка</b>захстан".as_bytes());
}

#[test]
fn a_page_is_in_the_encoding_that_it_says() {
    let page = |label: &str, words: &str| {
        format!("<html><head><meta charset=\"{label}\"></head><body><p>{words}</p></body></html>")
    };
    for (label, words) in [
        ("gb18030", "《中亚无核武器区条约》于二〇〇九年三月二十一日生效。"),
        ("gb2312", "各缔约国重申其义务。"),
        ("windows-1251", "Договор вступил в силу 21 марта 2009 года."),
        ("koi8-r", "Договор вступил в силу."),
        ("big5", "條約於三月二十一日生效。"),
        ("utf-8", "Договор 条约"),
    ] {
        let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).expect("an encoding");
        let bytes = encoding.encode(&page(label, words)).0.into_owned();
        let glyphs = read(&bytes, sniff(&bytes)).expect("a text");
        assert_eq!(string(&glyphs), format!("{words}\n"), "{label}");
        let first: String = words.chars().take(1).collect();
        assert_eq!(encoding.decode(source(&bytes, &glyphs, &first)).0, first, "{label}");
    }
    let wide: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(page("utf-16", "Договор").encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(text(&wide), "Договор\n");
}

#[test]
fn chinese_paragraphs_are_indented_as_in_print() {
    let page = "<p>各缔约国重申其义务，决心遵守。<p>本条约无限期有效。";
    assert_eq!(text(page.as_bytes()), "各缔约国重申其义务，决心遵守。\n\n\n\u{3000}\u{3000}本条约无限期有效。\n");
}

#[test]
fn a_page_that_says_another_encoding_than_it_has_is_read_as_what_it_is() {
    let page = "<html><head><meta http-equiv=content-type content='text/html; charset=windows-1251'></head><p>Договор";
    assert_eq!(text(page.as_bytes()), "Договор\n");
}

#[test]
fn a_document_is_read_without_what_was_deleted_or_hidden() {
    let body = p("Treaty on &amp; of the zone")
        + "<w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr><w:r><w:t xml:space=\"preserve\">The Parties </w:t></w:r>\
           <w:del><w:r><w:delText>no</w:delText></w:r></w:del><w:ins><w:r><w:t>have</w:t><w:tab/><w:t>agreed</w:t><w:br/>\
           <w:t>as follows</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>no</w:t></w:r>\
           <w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>:</w:t></w:r><w:moveFrom><w:r><w:t>no</w:t></w:r></w:moveFrom>\
           <w:r><w:instrText>PAGE no</w:instrText></w:r><mc:AlternateContent><mc:Choice><w:r><w:t>!</w:t></w:r></mc:Choice>\
           <mc:Fallback><w:r><w:t>no</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>\
           <w:tbl><w:tr><w:tc><w:p><w:r><w:t>A</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>B</w:t></w:r></w:p></w:tc></w:tr>\
           <w:tr><w:tc><w:p/></w:tc><w:tc><w:p><w:r><w:t>2</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        + &p("Последняя 条约")
        + "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>one</w:t></w:r></w:p><w:p><w:r><w:t>goes on</w:t></w:r></w:p>";
    let notes = format!(
        "{}<w:footnote w:type=\"separator\" w:id=\"-1\">{}</w:footnote><w:footnote w:id=\"1\">{}</w:footnote></w:footnotes>",
        made::W.replace("w:document", "w:footnotes"),
        p("no"),
        p("See article 5.")
    );
    let file =
        docx_with(&body, &[("word/footnotes.xml", notes.as_bytes()), ("word/header1.xml", b"<no>no</no>")], Deflated);
    assert_eq!(sniff(&file), Kind::Docx);
    assert_eq!(
        text(&file),
        "Treaty on & of the zone\n\n\nThe Parties have\tagreed\nas follows:!\n\n\nA  B\n2\n\n\nПоследняя 条约\n\n\nonegoes on\n\n\nSee article 5.\n"
    );
}

#[test]
fn a_document_knows_its_bytes_as_exactly_as_it_is_stored() {
    let body = p("Ratified &lt;by&gt; Казахстан");
    let stored = docx_with(&body, &[], Stored);
    let glyphs = read(&stored, Kind::Docx).expect("a text");
    assert_eq!(source(&stored, &glyphs, "Казахстан"), "Казахстан".as_bytes());
    assert_eq!(source(&stored, &glyphs, "<by>"), b"&lt;by&gt;");
    let packed = docx(&body);
    let glyphs = read(&packed, Kind::Docx).expect("a text");
    let range = source(&packed, &glyphs, "Казахстан");
    assert_eq!(range, source(&packed, &glyphs, "R"));
    assert!(range.len() > 50 && range.len() < packed.len());
}

#[test]
fn a_pdf_is_read_in_the_letters_that_it_has() {
    if without_pdf() {
        return;
    }
    let english = pdf(&[vec![(72.0, 700.0, "The Parties to this Treaty have agreed as follows:")]], &Letters::WinAnsi);
    assert_eq!(sniff(&english), Kind::Pdf);
    assert_eq!(text(&english).trim(), "The Parties to this Treaty have agreed as follows:");
    let russian = pdf(&[vec![(72.0, 700.0, "Договор вступил в силу")]], &Letters::WithTable);
    assert_eq!(text(&russian).trim(), "Договор вступил в силу");
    let chinese = pdf(&[vec![(72.0, 700.0, "中亚无核武器区条约于二〇〇九年三月二十一日生效。")]], &Letters::WithTable);
    assert_eq!(text(&chinese).trim(), "中亚无核武器区条约于二〇〇九年三月二十一日生效。");
}

#[test]
fn a_pdf_is_read_page_after_page_with_its_indentation() {
    if without_pdf() {
        return;
    }
    let file = pdf(
        &[
            vec![
                (72.0, 760.0, "Article 1"),
                (96.0, 730.0, "The Parties undertake to do nothing of"),
                (72.0, 718.0, "what this Treaty prohibits in the zone."),
                (72.0, 690.0, "Another paragraph begins here and ends."),
            ],
            vec![(72.0, 760.0, "Article 2")],
        ],
        &Letters::WinAnsi,
    );
    assert_eq!(
        text(&file),
        "Article 1\n\n    The Parties undertake to do nothing of\nwhat this Treaty prohibits in the zone.\n\n\
         Another paragraph begins here and ends.\n\u{c}Article 2\n"
    );
    let glyphs = read(&file, Kind::Pdf).expect("a text");
    let drawn = source(&file, &glyphs, "A");
    assert!(
        drawn.starts_with(b"BT /F1 10 Tf 72 760 Td (Article 1) Tj") && drawn.trim_ascii_end().ends_with(b"ET"),
        "{drawn:?}"
    );
    assert!(source(&file, &glyphs, "2").starts_with(b"BT /F1 10 Tf 72 760 Td (Article 2)"));
}

#[test]
fn a_pdf_of_two_columns_is_read_column_after_column() {
    if without_pdf() {
        return;
    }
    let mut page = Vec::new();
    let left = [
        "The States Parties to the present",
        "Treaty, guided by the purposes of",
        "the Charter, have agreed on what",
        "follows in the articles below, and",
        "on the annex which is an integral",
        "part of it and binds like the rest.",
    ];
    let right = [
        "Article 2 begins in the column on",
        "the right and goes on for a number",
        "of lines, as columns do where they",
        "are set side by side on one page,",
        "until the text of the article ends",
        "and nothing more follows after it.",
    ];
    for (at, (left, right)) in left.iter().zip(right).enumerate() {
        let y = 700.0 - 12.0 * at as f32;
        page.push((60.0, y, *left));
        page.push((320.0, y, right));
    }
    let file = pdf(&[page], &Letters::WinAnsi);
    assert_eq!(text(&file), format!("{}\n{}\n", left.join("\n"), right.join("\n")));
}

/// Whether this was built without the reader of PDFs, which is said out loud.
fn without_pdf() -> bool {
    let without = !cfg!(feature = "pdf");
    if without {
        eprintln!("SKIPPED: PDF, because this was built without the feature `pdf`");
    }
    without
}

fn refuses_pdfs() {
    assert_eq!(refusal(&pdf_of_a_picture()), "this PDF has no text layer; its one page is a picture: run OCR first");
    assert_eq!(refusal(&locked_pdf()), "this PDF is encrypted: save it without a password first");
    for letters in [Letters::WithPrivateTable, Letters::WithoutTable] {
        let file = pdf(&[vec![(72.0, 700.0, "Договор вступил в силу")]], &letters);
        assert!(refusal(&file).contains("print it to a new PDF"), "{}", refusal(&file));
    }
}

#[test]
fn what_is_not_read_is_refused_with_the_way_out() {
    if !without_pdf() {
        refuses_pdfs();
    }
    let ole = |name: &str| {
        let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        bytes.resize(1024, 0);
        bytes.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    };
    for (bytes, foreign) in [
        (ole("WordDocument"), Foreign::OldWord),
        (ole("Workbook"), Foreign::Spreadsheet),
        (ole("EncryptedPackage"), Foreign::LockedOffice),
        (b"{\\rtf1\\ansi Treaty}".to_vec(), Foreign::Rtf),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), Foreign::Picture("PNG")),
        (b"\xff\xd8\xff\xe0\0\x10JFIF".to_vec(), Foreign::Picture("JPEG")),
        (b"II*\0\x08\0\0\0".to_vec(), Foreign::Picture("TIFF")),
        (b"RIFF\x24\0\0\0WEBPVP8 ".to_vec(), Foreign::Picture("WebP")),
        (zip(&[("a.txt", b"Treaty")], Deflated), Foreign::Archive("zip")),
        (zip(&[("xl/workbook.xml", b"<workbook/>")], Deflated), Foreign::Spreadsheet),
        (zip(&[("ppt/presentation.xml", b"<p/>")], Deflated), Foreign::Presentation),
        (zip(&[("mimetype", b"application/vnd.oasis.opendocument.text")], Stored), Foreign::OpenDocument),
        (b"\x1f\x8b\x08\0\0\0\0\0".to_vec(), Foreign::Archive("gzip")),
        (b"%!PS-Adobe-3.0\n".to_vec(), Foreign::Pages("PostScript")),
    ] {
        assert_eq!(sniff(&bytes), Kind::Foreign(foreign));
        assert_eq!(take(&bytes), Err(IntakeError::Foreign(foreign)));
        let sentence = refusal(&bytes);
        assert!(sentence.contains(": "), "no way out: {sentence}");
    }
}

#[test]
fn a_text_is_a_text_whatever_its_first_character() {
    for words in ["Treaty", "<<Договор>>", "< 5 States", "<treaty>", "", "PK", "BM", "%PD"] {
        assert_eq!(sniff(words.as_bytes()), Kind::Text, "{words}");
    }
    assert_eq!(take("Договор".as_bytes()).expect("a text").0, "UTF-8");
}

#[test]
fn characters_are_the_same_at_the_other_end_of_a_stream() {
    let file = "<p>Договор 条约 &amp; — Treaty</p>".as_bytes();
    let taken = take(file).map_err(|error| error.to_string());
    let mut bytes = Vec::new();
    intake::stream::write_to(&mut bytes, &taken).expect("a stream");
    assert_eq!(intake::stream::read_from(bytes.as_slice(), file.len()).expect("the stream"), taken);
    for len in 0..bytes.len() {
        assert!(intake::stream::read_from(&bytes[..len], file.len()).is_err(), "cut at {len}");
    }
    assert!(intake::stream::read_from(bytes.as_slice(), 10).is_err(), "places behind the end of the file");
    let refused = Err("no".to_owned());
    let mut bytes = Vec::new();
    intake::stream::write_to(&mut bytes, &refused).expect("a stream");
    assert_eq!(intake::stream::read_from(bytes.as_slice(), 0).expect("the stream"), refused);
}
