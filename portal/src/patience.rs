//! A connection that loses patience with a peer who does not read.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep_until};

/// A stream whose writes fail when the peer takes nothing for a while, or too long for one answer.
///
/// Without it an answer that nobody takes is held for as long as the peer likes: hyper has
/// no time for writing.
#[derive(Debug)]
pub(crate) struct Patient {
    stream: TcpStream,
    stall: Duration,
    whole: Duration,
    waiting: Option<Waiting>,
}

/// Runs while something is to be written that the system does not take.
#[derive(Debug)]
struct Waiting {
    end: Instant,
    timer: Pin<Box<Sleep>>,
}

impl Patient {
    /// Waits `stall` for any byte to be taken and `whole` for all.
    pub(crate) fn new(stream: TcpStream, stall: Duration, whole: Duration) -> Patient {
        Patient { stream, stall, whole, waiting: None }
    }

    fn after(&mut self, cx: &mut Context<'_>, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        let now = Instant::now();
        if written.is_ready() {
            if let Some(waiting) = &mut self.waiting {
                waiting.timer.as_mut().reset(waiting.end.min(now + self.stall));
            }
            return written;
        }
        let end = now + self.whole;
        let first = end.min(now + self.stall);
        let waiting = self.waiting.get_or_insert_with(|| Waiting { end, timer: Box::pin(sleep_until(first)) });
        ready!(waiting.timer.as_mut().poll(cx));
        // What the system still holds for this peer would outlive the connection by minutes.
        drop(self.stream.set_zero_linger());
        Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "the peer does not read")))
    }
}

impl AsyncRead for Patient {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Patient {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.after(cx, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, slices);
        self.after(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    /// Comes when everything was written: nobody is waited for any more.
    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.waiting = None;
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
