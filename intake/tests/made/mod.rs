//! Files that tests make.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The outermost element of a document, with the namespaces that a word processor writes.
pub(crate) const W: &str = "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
                     xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\">";

/// A zip archive of these files.
pub(crate) fn zip(files: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(method);
    for (name, bytes) in files {
        writer.start_file(*name, options).expect("a file in the archive");
        writer.write_all(bytes).expect("the file's bytes");
    }
    writer.finish().expect("the archive").into_inner()
}

/// A DOCX file with this body.
pub(crate) fn docx(body: &str) -> Vec<u8> {
    docx_with(body, &[], CompressionMethod::Deflated)
}

/// A DOCX file with this body and other parts.
pub(crate) fn docx_with(body: &str, parts: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n{W}<w:body>{body}</w:body></w:document>"
    );
    let types = b"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
    let mut files: Vec<(&str, &[u8])> =
        vec![("[Content_Types].xml", types), ("word/document.xml", document.as_bytes())];
    files.extend_from_slice(parts);
    zip(&files, method)
}

/// A paragraph of a document.
pub(crate) fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

/// A stream of a PDF.
pub(crate) fn stream(dictionary: &str, data: &[u8]) -> Vec<u8> {
    let mut object = format!("<< {dictionary} /Length {} >>\nstream\n", data.len()).into_bytes();
    object.extend_from_slice(data);
    object.extend_from_slice(b"\nendstream");
    object
}

/// A PDF of these objects, numbered from 1; the first is the catalogue. `trailer` is added to the trailer.
pub(crate) fn pdf_of(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.extend_from_slice(format!("{} 0 obj\n", at + 1).as_bytes());
        file.extend_from_slice(object);
        file.extend_from_slice(b"\nendobj\n");
    }
    let xref = file.len();
    file.extend_from_slice(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).as_bytes());
    for place in places {
        file.extend_from_slice(format!("{place:010} 00000 n \n").as_bytes());
    }
    let end = format!("trailer\n<< /Size {} /Root 1 0 R {trailer} >>\nstartxref\n{xref}\n%%EOF\n", objects.len() + 1);
    file.extend_from_slice(end.as_bytes());
    file
}

/// How the letters of a made PDF are coded.
pub(crate) enum Letters {
    /// A byte each, as Windows-1252, in a standard font.
    WinAnsi,
    /// Two bytes each, with a table that says what they mean.
    WithTable,
    /// Two bytes each, with a table that says private characters.
    WithPrivateTable,
    /// Two bytes each, and nothing says what they mean.
    WithoutTable,
}

/// A piece of text on a page: from the left, from below, the text.
pub(crate) type Piece<'t> = (f32, f32, &'t str);

/// A PDF with these pages.
pub(crate) fn pdf(pages: &[Vec<Piece<'_>>], letters: &Letters) -> Vec<u8> {
    let font = match letters {
        Letters::WinAnsi => "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>".to_owned(),
        Letters::WithoutTable => {
            "<< /Type /Font /Subtype /Type0 /BaseFont /Strange /Encoding /Identity-H /DescendantFonts [4 0 R] >>".to_owned()
        }
        _ => "<< /Type /Font /Subtype /Type0 /BaseFont /Strange /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>"
            .to_owned(),
    };
    let mut known: Vec<char> = pages.iter().flatten().flat_map(|(_, _, text)| text.chars()).collect();
    known.sort_unstable();
    known.dedup();
    let code = |c: char| known.iter().position(|other| *other == c).expect("a known character") + 1;
    let mut table =
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapType 2 def\n1 begincodespacerange\n\
                     <0000> <FFFF>\nendcodespacerange\n"
            .to_owned();
    for some in known.chunks(100) {
        table += &format!("{} beginbfchar\n", some.len());
        for c in some {
            let mut units = [0; 2];
            let c_or_private = match letters {
                Letters::WithPrivateTable => char::from_u32(0xe000 + code(*c) as u32).expect("a private character"),
                _ => *c,
            };
            let hex: String = c_or_private.encode_utf16(&mut units).iter().map(|unit| format!("{unit:04X}")).collect();
            table += &format!("<{:04X}> <{hex}>\n", code(*c));
        }
        table += "endbfchar\n";
    }
    table += "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        Vec::new(),
        font.into_bytes(),
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Strange /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) \
          /Supplement 0 >> /FontDescriptor 6 0 R /DW 1000 >>"
            .to_vec(),
        stream("", table.as_bytes()),
        b"<< /Type /FontDescriptor /FontName /Strange /Flags 4 /FontBBox [0 -200 1000 800] /ItalicAngle 0 /Ascent 800 \
          /Descent -200 /CapHeight 700 /StemV 80 >>"
            .to_vec(),
    ];
    let mut kids = String::new();
    for page in pages {
        let mut content = String::new();
        for (x, y, text) in page {
            let shown = match letters {
                Letters::WinAnsi => format!("({})", text.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)")),
                _ => format!("<{}>", text.chars().map(|c| format!("{:04X}", code(c))).collect::<String>()),
            };
            content += &format!("BT /F1 10 Tf {x} {y} Td {shown} Tj ET\n");
        }
        objects.push(stream("", content.as_bytes()));
        let number = objects.len();
        objects.push(
            format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {number} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
            )
            .into_bytes(),
        );
        kids += &format!("{} 0 R ", number + 1);
    }
    objects[1] = format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", pages.len()).into_bytes();
    pdf_of(&objects, "")
}

/// A PDF whose one page is a picture.
pub(crate) fn pdf_of_a_picture() -> Vec<u8> {
    let picture = stream(
        "/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8",
        &[0, 255, 255, 0],
    );
    let objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>".to_vec(),
        stream("", b"q 595 0 0 842 0 0 cm /I Do Q"),
        picture,
    ];
    pdf_of(&objects, "")
}

/// A PDF that asks for a password.
pub(crate) fn locked_pdf() -> Vec<u8> {
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>".to_vec(),
        stream("", b"\x93\x10\xfe\x82\xaa\x13\x77\x21\x09"),
    ];
    let hex: String = (0..32).map(|byte| format!("{:02X}", byte * 7 % 251)).collect();
    objects.push(format!("<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <{hex}> /U <{hex}> >>").into_bytes());
    pdf_of(&objects, "/Encrypt 5 0 R /ID [<0123456789ABCDEF0123456789ABCDEF> <0123456789ABCDEF0123456789ABCDEF>]")
}
