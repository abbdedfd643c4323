use std::fs::{File, TryLockError};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};

use ledger::witness::Witness;
use portal::Site;
use register::registry::Folder;

use crate::failure::Failure;
use crate::output;

/// Serve a registry's ledger over HTTP, so that everybody can read and check it
///
/// Serves `checkpoint`, `tile/…` and `blob/…` as C2SP tlog-tiles has them, and with
/// --witness the witness's `add-checkpoint`. Put a proxy in front for TLS.
///
/// Examples:
///   semey serve --registry registry
///   semey serve --registry registry --listen 0.0.0.0:8080 --prefix /zone
///   semey serve --witness pacific --listen 127.0.0.1:8081
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// Where to listen
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    listen: SocketAddr,
    /// What the addresses begin with, such as /zone
    #[arg(long, default_value = "", value_name = "PREFIX")]
    prefix: String,
    /// The folder of a witness to run
    #[arg(long, value_name = "DIR")]
    witness: Option<PathBuf>,
}

pub(crate) fn run(registry: Option<&Path>, args: &Args) -> Result<(), Failure> {
    let mut site = Site::new().under(&args.prefix).map_err(|error| Failure::usage(error.to_string()))?;
    let mut locks = Vec::new();
    if let Some(root) = registry {
        let folder = Folder::new(root);
        // The first look is ours: what is wrong with the store is said before anybody is let in.
        drop(folder.store()?);
        locks.push(lock(&folder.root().join("serve.lock"), root)?);
        let blobs = folder.blobs();
        site = site.with_ledger(move || folder.store().map_err(|refusal| refusal.to_string())).with_blobs(blobs);
    }
    if let Some(dir) = &args.witness {
        let witness = Witness::open(dir).map_err(|error| Failure::data(error.to_string()))?;
        locks.push(lock(&dir.join("serve.lock"), dir)?);
        site = site.with_witness(witness, || u64::try_from(jiff::Timestamp::now().as_second()).unwrap_or(0));
    }
    if locks.is_empty() {
        return Err(Failure::usage("there is nothing to serve").help("give --registry DIR, --witness DIR, or both"));
    }
    let site = site.reporting_to(|sentence| eprintln!("{sentence}"));
    let listener = TcpListener::bind(args.listen).map_err(|error| {
        Failure::data(format!("{} cannot be listened at: {error}", args.listen))
            .help("name another with --listen ADDRESS")
    })?;
    let address = listener.local_addr()?;
    output::say(&format!("serving at http://{address}{}/\n", args.prefix))?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(portal::serve(listener, site, stopped()))?;
    Ok(())
}

/// One folder is served by one program, so that two of them never answer differently.
fn lock(path: &Path, what: &Path) -> Result<File, Failure> {
    let file = File::options().create(true).truncate(false).write(true).open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Failure::data(format!("{} is being served already", what.display()))
            .help("stop the other program, or mirror the registry to serve it twice")),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// Until the program is asked to stop.
async fn stopped() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminated) = signal(SignalKind::terminate()) else { return };
    tokio::select! {
        _ = terminated.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
