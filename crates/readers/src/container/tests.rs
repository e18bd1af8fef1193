//! Names, limits, and what is no container.

use std::io::{Cursor, Write};

use zip::write::{SimpleFileOptions, ZipWriter};

use super::*;

fn zip_of(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// Each place with the number of its bytes or its error.
fn found(bytes: &[u8], limits: &Limits) -> Vec<(String, Result<usize, ReadError>)> {
    let mut container = Container::open(Source::Bytes(bytes.to_vec()), limits).unwrap().unwrap();
    let mut found = Vec::new();
    walk(&mut container, limits, &mut |place, content| {
        found.push((place.join(WITHIN), content.map(<[u8]>::len)));
    });
    found
}

#[test]
fn names_are_kept_apart_and_harmless() {
    let archive =
        zip_of(&[("../../etc/x\u{1}", b"1"), ("a!/b.md", b"2"), ("\\c\\d.md", b"3"), ("__MACOSX/e", b"4")]);
    let names: Vec<String> = found(&archive, &Limits::default()).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["../../etc/x_", "a!_/b.md", "c/d.md"]);
    let mail = b"From: a@b.invalid\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n\
        --x\nContent-Disposition: attachment; filename=k.txt\n\n1\n\
        --x\nContent-Disposition: attachment; filename=k.txt\n\n22\n--x--\n";
    let found = found(mail, &Limits::default());
    assert_eq!(found, [("k.txt".to_owned(), Ok(1)), ("k-1.txt".to_owned(), Ok(2))]);
}

#[test]
fn a_mail_within_a_mail_is_opened() {
    let mail = b"From: a@b.invalid\nTo: c@d.invalid\nMessage-ID: <1@b>\nContent-Type: multipart/mixed; boundary=x\n\n\
        --x\nContent-Type: message/rfc822\n\nFrom: e@f.invalid\nDate: Mon, 1 Jan 2024 00:00:00 +0700\n\
        Message-ID: <2@b>\n\nK\xC3\xADnh g\xE1\xBB\xADi\n--x--\n";
    let names: Vec<String> = found(mail, &Limits::default()).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["1.eml!/body.txt"]);
}

/// Mails in a part whose boundary runs into its fields: the parser panics where it checks itself.
#[test]
fn a_mail_that_its_parser_panics_over_is_damaged_or_read() {
    let mail = b"From: a@b.invalid\nMessage-ID: <1@b>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=xx\n\n\
        --xxContent-Type: message/rfc822\n\nF\nContent-Type: message/rfc822\n\n\n--xx--";
    let opened = Container::open(Source::Bytes(mail.to_vec()), &Limits::default());
    assert!(matches!(opened, Ok(Some(_)) | Err(ReadError::Damaged(_))));
}

#[test]
fn the_limits_hold() {
    let inner = zip_of(&[("b", &[b'b'; 600])]);
    let archive = zip_of(&[("a", &[b'a'; 900]), ("inner.zip", &inner), ("c", &[b'c'; 900])]);
    let open = |limits: &Limits| Container::open(Source::Bytes(archive.clone()), limits).map(|c| c.is_some());
    let few = Limits { members: 2, ..Limits::default() };
    assert_eq!(open(&few), Err(ReadError::TooManyMembers { members: 3, limit: 2 }));
    let small = Limits { bytes: 899, ..Limits::default() };
    let (a, c) =
        (ReadError::TooLarge { bytes: 900, limit: 899 }, ReadError::TooLarge { bytes: 900, limit: 899 });
    assert_eq!(
        found(&archive, &small),
        [("a".to_owned(), Err(a)), ("inner.zip!/b".to_owned(), Ok(600)), ("c".to_owned(), Err(c))]
    );
    let flat = Limits { depth: 1, ..Limits::default() };
    assert_eq!(found(&archive, &flat)[1], ("inner.zip".to_owned(), Ok(inner.len())));
    let unpacked = 900 + inner.len() as u64 + 600;
    assert_eq!(found(&archive, &Limits { unpacked: unpacked + 900, ..Limits::default() })[2].1, Ok(900));
    let limit = usize::try_from(unpacked).unwrap() + 899;
    let short = Limits { unpacked: limit as u64, ..Limits::default() };
    assert_eq!(found(&archive, &short)[2].1, Err(ReadError::Expands { limit }));
}

#[test]
fn documents_and_texts_are_no_containers() {
    let docx =
        zip_of(&[("docProps/a", b"1"), ("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"")]);
    let texts: [&[u8]; 4] = [
        b"From: the office\nTo: all\nSubject: a typed letter\n\nText",
        b"Subject: x\nDate: y\n",
        b"MIME-Version: 1.0\nwords without a colon\nFrom: a\nTo: b\n",
        b"PK\x03\x04word/ cut off",
    ];
    for bytes in texts.into_iter().chain([&docx[..], b""]) {
        let opened = Container::open(Source::Bytes(bytes.to_vec()), &Limits::default());
        assert!(matches!(opened, Ok(None)), "{:?}", String::from_utf8_lossy(bytes));
    }
    let cut = Container::open(Source::Bytes(b"PK\x03\x04plan.md cut off".to_vec()), &Limits::default());
    assert_eq!(cut.err(), Some(ReadError::Damaged(Binary::Zip)));
}

#[test]
fn an_encrypted_member_is_told() {
    let mut archive = zip_of(&[("a", b"1"), ("b", b"2")]);
    // The flag of encryption in both headers of the first member (APPNOTE 4.4.4).
    archive[6] |= 1;
    let directory = archive.windows(4).position(|part| part == b"PK\x01\x02").unwrap();
    archive[directory + 8] |= 1;
    let found = found(&archive, &Limits::default());
    assert_eq!(found, [("a".to_owned(), Err(ReadError::Encrypted)), ("b".to_owned(), Ok(1))]);
}
