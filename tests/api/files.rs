//! Resumes and photos that are sent as files, end to end.

use std::time::{Duration, Instant};

use base64::Engine as _;
use serde_json::{Value, json};

use crate::harness::Service;
use crate::harness::profiles::ordinary;

const PDF: &[u8] = include_bytes!("../files/resume.pdf");
const DOCX: &[u8] = include_bytes!("../files/resume.docx");
const PHOTO: &[u8] = include_bytes!("../files/photo.png");

fn base64(bytes: &[u8]) -> Value {
    base64::engine::general_purpose::STANDARD.encode(bytes).into()
}

fn with_resume(external_id: &str, file: &[u8]) -> Value {
    let mut profile = ordinary(external_id);
    profile["resume_file"] = json!({ "content": base64(file) });
    profile
}

fn with_photo(external_id: &str, file: &[u8]) -> Value {
    let mut profile = ordinary(external_id);
    profile["photos"] = json!([{ "image": base64(file) }]);
    profile
}

fn contribution<'a>(decision: &'a Value, id: &str) -> &'a Value {
    let all = decision["contributions"].as_array().unwrap();
    all.iter().find(|one| one["indicator"] == id).unwrap_or(&Value::Null)
}

/// The codes of a decision's warnings.
fn codes(decision: &Value) -> Vec<&str> {
    let warnings = decision["warnings"].as_array().unwrap();
    warnings.iter().map(|warning| warning["code"].as_str().unwrap()).collect()
}

/// A resume long enough to be compared, as a PDF of our own.
fn pdf(facts: std::ops::Range<usize>) -> Vec<u8> {
    let lines = facts.map(|i| format!("T* (fact{i} about ledger{i} in town{i}) Tj "));
    let content = format!("BT /F 10 Tf 12 TL 72 800 Td {}ET", lines.collect::<String>());
    format!(
        "%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n\
        2 0 obj << /Type /Pages /Kids [3 0 R] >> endobj\n\
        3 0 obj << /Type /Page /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >> endobj\n\
        4 0 obj << /Length {} >> stream\n{content}\nendstream endobj\n\
        5 0 obj << /Type /Font /Subtype /Type1 >> endobj\ntrailer << /Root 1 0 R >>",
        content.len()
    )
    .into_bytes()
}

#[actix_web::test]
async fn a_resume_that_is_sent_as_a_file_is_read_and_compared() {
    let service = Service::start().await;
    let id = "resume_near_duplicate_across_accounts";
    let first = service.decide(&with_resume("first", &pdf(0..60))).await;
    assert_eq!(contribution(&first, id)["state"], "miss");
    let second = service.decide(&with_resume("second", &pdf(3..63))).await;
    assert_eq!(contribution(&second, id)["state"], "hit", "{second}");
    assert_eq!(codes(&second), Vec::<&str>::new());
    service.comes_out_alike(&second).await;
}

#[actix_web::test]
async fn whom_a_file_names_as_its_author_is_compared_with_the_claimed_name() {
    let service = Service::start().await;
    let id = "document_author_identity_mismatch";
    for (name, file, claimed, expected) in [
        ("a", PDF, "Robin Example", "miss"),
        ("b", DOCX, "Robin Example", "miss"),
        ("c", PDF, "Dana Miller", "hit"),
        ("d", DOCX, "Dana Miller", "hit"),
    ] {
        let mut profile = with_resume(name, file);
        profile["claims"]["name"] = claimed.into();
        let decision = service.decide(&profile).await;
        assert_eq!(contribution(&decision, id)["state"], expected, "{name}");
        service.comes_out_alike(&decision).await;
    }
    let mut told = with_resume("e", PDF);
    told["claims"]["name"] = "Dana Miller".into();
    told["resume_file"]["author"] = "Dana Miller".into();
    let decision = service.decide(&told).await;
    assert_eq!(contribution(&decision, id)["state"], "miss", "what the caller says goes first");
}

#[actix_web::test]
async fn the_same_file_or_a_copy_of_it_links_two_applicants() {
    let service = Service::start().await;
    let id = "document_metadata_reuse";
    let first = service.decide(&with_resume("first", DOCX)).await;
    assert_eq!(contribution(&first, id)["state"], "miss");
    let second = service.decide(&with_resume("second", DOCX)).await;
    assert_eq!(contribution(&second, id)["state"], "hit");
    let other = service.decide(&with_resume("third", &pdf(0..60))).await;
    assert_eq!(contribution(&other, id)["state"], "miss");
}

#[actix_web::test]
async fn a_hostile_resume_is_a_warning_and_the_rest_is_scored() {
    let service = Service::start().await;
    let locked = String::from_utf8(pdf(0..60)).unwrap().replace("/Root", "/Encrypt << >> /Root");
    let renamed = [b"MZ\x90\x00".as_slice(), &[0; 5_000]].concat();
    let circle = b"%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 1 0 R /Kids [1 0 R] >> endobj \
        trailer << /Root 1 0 R /Prev 9 >> startxref 9 %%EOF";
    for (file, code) in [
        (renamed.as_slice(), "document_format_unknown"),
        (b"", "document_format_unknown"),
        (locked.as_bytes(), "document_encrypted"),
        (circle, "document_damaged"),
        (b"%PDF-1.7", "document_damaged"),
        (&DOCX[..DOCX.len() / 2], "document_damaged"),
        (b"PK\x03\x04 and no more", "document_damaged"),
        (&many_pages(), "document_pages_cut"),
        (&packed_bomb(), "document_too_demanding"),
        (&endless(), "document_too_demanding"),
    ] {
        let began = Instant::now();
        let decision = service.decide(&with_resume("someone", file)).await;
        assert!(codes(&decision).contains(&code), "{code}: {}", decision["warnings"]);
        assert!(began.elapsed() < Duration::from_secs(20), "{code}: {:?}", began.elapsed());
        assert_eq!(decision["warnings"][0]["pointer"], "/resume_file/content");
        service.comes_out_alike(&decision).await;
    }
    let mut mistold = with_resume("someone", DOCX);
    mistold["resume_file"]["media_type"] = "application/pdf".into();
    assert_eq!(codes(&service.decide(&mistold).await), ["document_type_mismatch"]);
}

/// A million pages in little space.
fn many_pages() -> Vec<u8> {
    let pages = "<</Type/Page>>".repeat(250_000);
    format!("%PDF-1.7\n1 0 obj << /Type /Catalog /Pages << /Kids [{pages}] >> >> endobj trailer << /Root 1 0 R >>")
        .into_bytes()
}

/// A ZIP archive with a text that unpacks to 100 MiB.
fn packed_bomb() -> Vec<u8> {
    use std::io::Write as _;
    let mut file = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut file);
    let body = archive.new_file("word/document.xml");
    let (mut entry, config) =
        body.compression_method(rawzip::CompressionMethod::DEFLATE).start().unwrap();
    let packer = flate2::write::DeflateEncoder::new(&mut entry, flate2::Compression::default());
    let mut writer = config.wrap(packer);
    let blank = vec![b' '; 1024 * 1024];
    for _ in 0..100 {
        writer.write_all(&blank).unwrap();
    }
    let (packer, descriptor) = writer.finish().unwrap();
    packer.finish().unwrap();
    entry.finish(descriptor).unwrap();
    archive.finish().unwrap();
    file
}

/// Two hundred thousand objects in one place, each of which is as large as all.
fn endless() -> Vec<u8> {
    use std::io::Write as _;
    let header = (1..200_000).map(|i| format!("{i} 0")).collect::<Vec<_>>().join(" ");
    let inner = format!("{header} [{}]", "[1]".repeat(1_000_000));
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(inner.as_bytes()).unwrap();
    let packed = packer.finish().unwrap();
    let mut file = format!(
        "%PDF-1.7\n1 0 obj << /Type /ObjStm /N 200000 /First {} /Length {} /Filter /FlateDecode >> stream\n",
        header.len(),
        packed.len()
    )
    .into_bytes();
    file.extend(packed);
    file.extend(b"\nendstream endobj");
    file
}

#[actix_web::test]
async fn a_photo_that_was_scaled_compressed_or_cropped_is_found_and_the_same_file_too() {
    let service = Service::start().await;
    let id = "photo_reused_across_accounts";
    let first = service.decide(&with_photo("first", PHOTO)).await;
    assert_eq!(contribution(&first, id)["state"], "miss");
    for (i, other) in [
        PHOTO,
        include_bytes!("../files/photo-scaled.jpg"),
        include_bytes!("../files/photo-recompressed.jpg"),
        include_bytes!("../files/photo-cropped.jpg"),
    ]
    .into_iter()
    .enumerate()
    {
        let decision = service.decide(&with_photo(&format!("other-{i}"), other)).await;
        let found = contribution(&decision, id);
        assert_eq!(found["state"], "hit", "{i}");
        assert_eq!(found["value"], 1.0, "{i}: the strongest link");
        assert_eq!(decision["links"]["applicants"], i + 1, "{i}");
        assert_eq!(codes(&decision), Vec::<&str>::new());
        service.comes_out_alike(&decision).await;
    }
}

#[actix_web::test]
async fn a_bad_photo_is_a_warning_at_its_place_and_the_rest_is_scored() {
    let service = Service::start().await;
    let mut huge = PHOTO.to_vec();
    huge[16..24].copy_from_slice(&[0, 0, 0xc3, 0x50, 0, 0, 0xc3, 0x50]); // 50,000 × 50,000
    let mut profile = ordinary("someone");
    let files = [&huge[..], b"GIF89a", &PHOTO[..2_000], b"", PHOTO];
    profile["photos"] = files.iter().map(|file| json!({ "image": base64(file) })).collect();
    let began = Instant::now();
    let decision = service.decide(&profile).await;
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    let expected =
        ["photo_too_large", "photo_format_unknown", "photo_damaged", "photo_format_unknown"];
    assert_eq!(codes(&decision), expected);
    assert_eq!(decision["warnings"][2]["pointer"], "/photos/2/image");
    assert_eq!(contribution(&decision, "photo_reused_across_accounts")["state"], "miss");
    service.comes_out_alike(&decision).await;
}

#[actix_web::test]
async fn a_score_reads_files_as_a_decision_does_and_a_profile_may_be_larger_than_other_bodies() {
    let service = Service::start().await;
    let padded = [PDF, &vec![b' '; 3 * 1024 * 1024]].concat();
    let scored = service.post("/v1/scores", &with_resume("someone", &padded)).await;
    assert_eq!(scored.status, 200, "{}", scored.text);
    let author = contribution(&scored.body, "document_author_identity_mismatch");
    assert_ne!(author["state"], Value::Null, "{}", scored.body["warnings"]);
    let too_large = [PDF, &vec![b' '; 4 * 1024 * 1024]].concat();
    let refused = service.post("/v1/scores", &with_resume("someone", &too_large)).await;
    assert_eq!(refused.status, 200, "{}", refused.text);
    assert_eq!(refused.body["warnings"][0]["pointer"], "/resume_file/content");
    assert_eq!(refused.body["warnings"][0]["code"], "too_long");
}

#[actix_web::test]
async fn the_same_key_and_file_again_is_the_same_decision() {
    let service = Service::start().await;
    let request = || {
        let request =
            service.request_of(crate::harness::TENANT, reqwest::Method::POST, "/v1/decisions");
        request.header("Idempotency-Key", "once").json(&with_resume("someone", DOCX))
    };
    let first = crate::harness::Reply::read(request()).await;
    let again = crate::harness::Reply::read(request()).await;
    assert_eq!((first.status, again.header("idempotent-replayed")), (201, "true"));
    assert_eq!(first.body, again.body);
}
