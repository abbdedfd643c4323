//! Answers: bytes that stay as they are, and sentences for everything else.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// What never changes is fetched once.
pub(crate) const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// A head is soon another one.
pub(crate) const A_MOMENT: &str = "public, max-age=5";
/// The kind of content of sentences and notes.
pub(crate) const TEXT: &str = "text/plain; charset=utf-8";
/// Seconds after which it is worth asking again.
pub(crate) const RETRY: &str = "5";

/// One plain sentence. Nothing keeps it: what is missing may be there in a second.
pub(crate) fn sentence(status: StatusCode, text: &str) -> Response {
    let headers = [(header::CONTENT_TYPE, TEXT), (header::CACHE_CONTROL, "no-store")];
    (status, headers, format!("{text}\n")).into_response()
}

/// What went wrong is for whoever runs the site; whoever asked can only ask again.
pub(crate) fn unavailable() -> Response {
    let mut answer =
        sentence(StatusCode::SERVICE_UNAVAILABLE, "this cannot be answered just now; ask again in a few seconds");
    answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY));
    answer
}

/// Nothing is there.
pub(crate) async fn nothing() -> Response {
    sentence(StatusCode::NOT_FOUND, "there is nothing at this address")
}

/// The address is there, and is not asked in this way; the header `Allow` says how it is.
pub(crate) async fn wrong_method() -> Response {
    sentence(StatusCode::METHOD_NOT_ALLOWED, "this address does not take that method")
}

/// Refuses a query: a resource has one address, or every cache on the way keeps it many times.
pub(crate) async fn no_query(request: Request, next: Next) -> Response {
    if request.uri().query().is_some() {
        return sentence(StatusCode::BAD_REQUEST, "this address takes no query: leave out the `?` and what follows it");
    }
    next.run(request).await
}

/// What every answer carries, so that no browser takes a stranger's bytes for a page of this site.
pub(crate) async fn guard(request: Request, next: Next) -> Response {
    let read = matches!(*request.method(), Method::GET | Method::HEAD);
    let chunked = request.headers().contains_key(header::TRANSFER_ENCODING);
    let mut answer = next.run(request).await;
    let headers = answer.headers_mut();
    let always: [(HeaderName, &str); 2] =
        [(header::X_CONTENT_TYPE_OPTIONS, "nosniff"), (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox")];
    for (name, value) in always {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if chunked {
        // A length beside the chunks is already forgotten here, and a proxy may have believed it: what
        // follows on this connection is not read as a request of anybody (RFC 9112, section 6.1).
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    if read {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    }
    answer
}

/// The memory that answers on their way may take together.
///
/// A bundle can have sixteen megabytes and a reader can take minutes for it; a thousand
/// readers together must not take the machine's memory.
#[derive(Debug, Clone)]
pub(crate) struct Memory {
    /// One permit for each kibibyte.
    free: Arc<Semaphore>,
    all: u32,
    wait: Duration,
}

/// Answers up to this length are not counted: a checkpoint or a tile of hashes is always to be had.
const SMALL: usize = 16 << 10;

/// Bytes that count as long as any part of them is on its way.
struct Held {
    bytes: Vec<u8>,
    _share: OwnedSemaphorePermit,
}

impl AsRef<[u8]> for Held {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Memory {
    /// So many bytes; an answer waits a while for its share.
    pub(crate) fn new(bytes: usize, wait: Duration) -> Memory {
        let all = u32::try_from(bytes >> 10).unwrap_or(u32::MAX).max(1);
        Memory { free: Arc::new(Semaphore::new(all as usize)), all, wait }
    }

    /// The bytes as a body; none when others take all the memory for too long.
    pub(crate) async fn body(&self, bytes: Vec<u8>) -> Option<Body> {
        if bytes.len() <= SMALL {
            return Some(Body::from(bytes));
        }
        // An answer longer than all of it goes out alone.
        let share = u32::try_from(bytes.len() >> 10).unwrap_or(u32::MAX).min(self.all);
        let share = timeout(self.wait, Arc::clone(&self.free).acquire_many_owned(share)).await.ok()?.ok()?;
        Some(Body::from(Bytes::from_owner(Held { bytes, _share: share })))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn memory_comes_back_when_the_bytes_are_gone_and_not_before() {
        let memory = Memory::new(64 << 10, Duration::from_millis(10));
        let first = memory.body(vec![1; 40 << 10]).await.expect("there is room");
        assert!(memory.body(vec![2; 40 << 10]).await.is_none(), "both together are too long");
        assert!(memory.body(vec![3; SMALL]).await.is_some(), "a small one is not counted");
        let bytes = axum::body::to_bytes(first, usize::MAX).await.expect("the body is there");
        let rest = bytes.slice(8..9);
        drop(bytes);
        assert!(memory.body(vec![2; 40 << 10]).await.is_none(), "a byte of the first is still on its way");
        drop(rest);
        assert!(memory.body(vec![2; 40 << 10]).await.is_some());
        assert!(memory.body(vec![4; 1 << 20]).await.is_some(), "one that is longer than all goes alone");
    }
}
