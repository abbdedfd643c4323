//! The ledger's resources: head, tiles, bundles (C2SP tlog-tiles), and files by their hash.

use std::io;
use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use ledger::blob::Blobs;
use ledger::source::size_of;
use ledger::tlog::{Hash, Tile};
use ledger::{Store, StoreError, tile_bytes};

use crate::answer::{A_MOMENT, FOR_EVER, TEXT, nothing, sentence, unavailable};
use crate::site::Room;
use crate::turns::{Readers, Turns};

const BYTES: &str = "application/octet-stream";

/// `checkpoint`: the published head.
pub(crate) async fn checkpoint(State((room, readers)): State<(Arc<Room>, Readers)>, asked: HeaderMap) -> Response {
    match readers.read(|store| store.published()).await {
        Ok(Some(note)) => head(note, &asked),
        Ok(None) => sentence(StatusCode::NOT_FOUND, "this ledger has published nothing yet"),
        Err(trouble) => {
            room.report(&format!("the checkpoint cannot be read: {trouble}"));
            unavailable()
        }
    }
}

/// A head as an answer, or that the one the client has is still the head.
pub(crate) fn head(note: String, asked: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", &Hash::of(note.as_bytes()).hex()[..32]);
    let known = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let mut known = known.flat_map(|value| value.split(',')).map(|value| value.trim().trim_start_matches("W/"));
    let same = known.any(|known| known == tag || known == "*");
    let headers = [(header::ETAG, tag), (header::CACHE_CONTROL, A_MOMENT.to_owned())];
    if same {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (headers, [(header::CONTENT_TYPE, TEXT)], note).into_response()
}

/// What an address of a tile leads to.
enum Found {
    Bytes(Vec<u8>),
    /// The published ledger has no such tile; so many entries it has.
    Beyond(u64),
}

/// A tile of the published tree. What is stored and not published yet is not there.
fn find(store: &mut dyn Store, tile: Tile) -> Result<Found, StoreError> {
    let unreadable = || StoreError::Damaged { what: "the published checkpoint cannot be read".to_owned() };
    let size = store.published()?.map_or(Some(0), |note| size_of(&note)).ok_or_else(unreadable)?;
    if tile.is_in(size) { tile_bytes(store, tile).map(Found::Bytes) } else { Ok(Found::Beyond(size)) }
}

/// `tile/…`: hashes or entries, at the one spelling of their address.
pub(crate) async fn tile(State((room, readers)): State<(Arc<Room>, Readers)>, uri: Uri) -> Response {
    // The path as it was sent: what has to be decoded first is another spelling.
    let Some(tile) = uri.path().strip_prefix('/').and_then(Tile::parse) else {
        return sentence(
            StatusCode::NOT_FOUND,
            "this is not the address of a tile; one is spelled like tile/0/x001/x234/067 or tile/entries/000.p/5",
        );
    };
    match readers.read(move |store| find(store, tile)).await {
        Ok(Found::Bytes(bytes)) => match room.memory.body(bytes).await {
            Some(body) => ([(header::CONTENT_TYPE, BYTES), (header::CACHE_CONTROL, FOR_EVER)], body).into_response(),
            None => unavailable(),
        },
        Ok(Found::Beyond(size)) => sentence(
            StatusCode::NOT_FOUND,
            &format!("the published ledger has no such tile; its checkpoint stands at {size} entries"),
        ),
        Err(trouble) => {
            room.report(&format!("{tile} cannot be read: {trouble}"));
            unavailable()
        }
    }
}

/// `blob/sha256/…`: a file, at the one spelling of its hash.
pub(crate) async fn blob(State((room, blobs, turns)): State<(Arc<Room>, Blobs, Turns)>, uri: Uri) -> Response {
    let path = uri.path().strip_prefix("/blob/sha256/").unwrap_or("");
    let hash = path.rsplit('/').next().and_then(|digits| Hash::from_hex(digits).ok());
    let Some(hash) = hash.filter(|hash| Blobs::path(hash) == path) else { return nothing().await };
    let found = turns.take(move || blobs.get(&hash)).await;
    match found.unwrap_or_else(|trouble| Err(io::Error::other(trouble.to_string()))) {
        Ok(Some(bytes)) => match room.memory.body(bytes).await {
            Some(body) => {
                let mut answer =
                    ([(header::CONTENT_TYPE, BYTES), (header::CACHE_CONTROL, FOR_EVER)], body).into_response();
                // A file is a stranger's: it is saved, and never shown as a page of this site.
                answer.headers_mut().insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment"));
                answer
            }
            None => unavailable(),
        },
        Ok(None) => sentence(StatusCode::NOT_FOUND, "the file with this hash is not here"),
        Err(error) => {
            room.report(&format!("the file {} cannot be read: {error}", hash.hex()));
            unavailable()
        }
    }
}
