//! The witness's two addresses (C2SP tlog-witness).

use std::sync::Arc;

use axum::body::{Bytes, HttpBody};
use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use ledger::witness::Witness;
use tokio::time::timeout;

use crate::answer::{sentence, unavailable};
use crate::ledger::head;
use crate::site::Room;
use crate::turns::Turns;

/// The longest request that is read: 63 hashes and a checkpoint with many signatures.
pub(crate) const MAX_REQUEST: usize = 64 << 10;

/// A witness that is asked over HTTP, and its clock.
pub(crate) struct Watching {
    pub(crate) witness: Witness,
    /// Seconds since 1970.
    pub(crate) clock: Box<dyn Fn() -> u64 + Send + Sync>,
    pub(crate) turns: Turns,
}

type Desk = (Arc<Room>, Arc<Watching>);

/// `POST add-checkpoint`: asks for a cosignature.
pub(crate) async fn add_checkpoint(State((room, watching)): State<Desk>, request: Request) -> Response {
    let too_long = || sentence(StatusCode::PAYLOAD_TOO_LARGE, "a request has at most 65,536 bytes");
    if request.body().size_hint().lower() > MAX_REQUEST as u64 {
        return too_long();
    }
    let body = match timeout(room.limits.body, Bytes::from_request(request, &())).await {
        Ok(Ok(body)) => body,
        Ok(Err(error)) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => return too_long(),
        Ok(Err(_)) => return sentence(StatusCode::BAD_REQUEST, "the request broke off before its end"),
        Err(_) => return sentence(StatusCode::REQUEST_TIMEOUT, "the request took too long to arrive"),
    };
    let asked = Arc::clone(&watching);
    let answer = watching.turns.take(move || asked.witness.add_checkpoint(&body, (asked.clock)())).await;
    match answer {
        Ok(answer) if answer.status < 500 => {
            let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            let headers = [(header::CONTENT_TYPE, answer.content_type), (header::CACHE_CONTROL, "no-store")];
            (status, headers, answer.body).into_response()
        }
        Ok(answer) => {
            room.report(answer.body.trim_end());
            unavailable()
        }
        Err(trouble) => {
            room.report(&format!("the witness cannot answer: {trouble}"));
            unavailable()
        }
    }
}

/// `HASH/checkpoint`: the last head of a log that was cosigned here.
pub(crate) async fn last(State((room, watching)): State<Desk>, asked: HeaderMap, uri: Uri) -> Response {
    let hash = uri.path().split('/').nth(1).unwrap_or("").to_owned();
    let reading = Arc::clone(&watching);
    match watching.turns.take(move || reading.witness.last(&hash)).await {
        Ok(Ok(Some(note))) => head(note, &asked),
        Ok(Ok(None)) => sentence(StatusCode::NOT_FOUND, "this witness has cosigned no checkpoint of such a log"),
        Ok(Err(error)) => {
            room.report(&format!("the witness's memory cannot be read: {error}"));
            unavailable()
        }
        Err(trouble) => {
            room.report(&format!("the witness's memory cannot be read: {trouble}"));
            unavailable()
        }
    }
}
