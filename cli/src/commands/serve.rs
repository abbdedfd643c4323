use std::fs::{File, TryLockError};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use law::Day;
use ledger::Store;
use ledger::source::size_of;
use ledger::witness::Witness;
use portal::{Keeper, NoRecord, Record, Site};
use register::exchange::Elsewhere;
use register::registry::Folder;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::failure::Failure;
use crate::library::Library;
use crate::output;
use crate::world;

/// Serve the portal over HTTP: the record as pages, and the ledger for everybody to check
///
/// Without a registry the pages answer from the packs. With one they answer from its
/// ledger, and `checkpoint`, `tile/…` and `blob/…` are there as C2SP tlog-tiles has them;
/// with --witness the witness's `add-checkpoint`. Documents of a folder, and those that
/// acts of the registry cite, are shown beside the record. Put a proxy in front for TLS.
///
/// Examples:
///   semey serve
///   semey serve --documents letters/
///   semey serve --registry registry
///   semey serve --registry registry --listen 0.0.0.0:8080 --prefix /zone --site https://zone.example
///   semey serve --registry registry --beside mirror-of-africa
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
    /// Where readers find the site, such as https://zone.example: calendars, feeds and openapi.json name it
    #[arg(long, value_name = "URL")]
    site: Option<String>,
    /// Documents to show: files, or folders of them
    #[arg(long, value_name = "DIR")]
    documents: Vec<PathBuf>,
    /// Show letters of another ledger beside those of the registry, from the copy that `semey mirror` keeps in this folder
    #[arg(long, value_name = "MIRROR")]
    beside: Vec<PathBuf>,
    /// The folder of a witness to run
    #[arg(long, value_name = "DIR")]
    witness: Option<PathBuf>,
}

pub(crate) fn run(packs: Option<&Path>, registry: Option<&Path>, args: &Args) -> Result<(), Failure> {
    let mut site = Site::new().under(&args.prefix).map_err(|error| Failure::usage(error.to_string()))?;
    if let Some(origin) = &args.site {
        site = site.reached_at(origin).map_err(|error| Failure::usage(error.to_string()))?;
    }
    let mut locks = Vec::new();
    if let Some(root) = registry {
        let folder = Folder::new(root);
        // The first look is ours: what is wrong with the store is said before anybody is let in.
        drop(folder.store()?);
        locks.push(lock(&folder.root().join("serve.lock"), root)?);
        let blobs = folder.blobs();
        let copies = Copies::open(&args.beside)?;
        site = site.with_pages(of_registry(folder.clone(), &args.documents, copies)?, today);
        site = site.with_ledger(move || folder.store().map_err(|refusal| refusal.to_string())).with_blobs(blobs);
    } else if !args.beside.is_empty() {
        return Err(Failure::usage("letters of other ledgers are shown beside a registry, and none was named")
            .help("give --registry DIR too"));
    } else if args.witness.is_none() || !args.documents.is_empty() {
        site = site.with_pages(of_packs(packs, &args.documents)?, today);
    }
    if let Some(dir) = &args.witness {
        let witness = Witness::open(dir).map_err(|error| Failure::data(error.to_string()))?;
        locks.push(lock(&dir.join("serve.lock"), dir)?);
        site = site.with_witness(witness, || u64::try_from(jiff::Timestamp::now().as_second()).unwrap_or(0));
    }
    let site = site.reporting_to(|sentence| eprintln!("{sentence}"));
    let listener = TcpListener::bind(args.listen).map_err(|error| {
        Failure::data(format!("{} cannot be listened at: {error}", args.listen))
            .help("name another with --listen ADDRESS")
    })?;
    let address = listener.local_addr()?;
    output::say(&format!("serving at http://{address}{}/\n", args.prefix))?;
    raise_files();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(portal::serve(listener, site, stopped()))?;
    Ok(())
}

/// Every connection is a file. What one may have without asking is often 1024, and fewer than a crowd holds open.
fn raise_files() {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current != maximum && setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }).is_err() {
        eprintln!("this program may open only {current:?} files, and has as many connections at most");
    }
}

/// The day it is here.
fn today() -> Day {
    jiff::Zoned::now().date().into()
}

/// The packs, which stay as they are while the program runs.
fn of_packs(packs: Option<&Path>, documents: &[PathBuf]) -> Result<Keeper, Failure> {
    let world = world::load(packs, "en")?;
    let papers = Library::open(&world.packs, documents)?.beside(&world.packs, None);
    let record = Arc::new(Record::new(&world, None, "packs".to_owned()).beside(papers));
    Ok(Box::new(move |at, _| match at {
        None => Ok(Arc::clone(&record)),
        Some(_) => Err(NoRecord::Beyond(None)),
    }))
}

/// Copies of other ledgers, each read again when it has another head.
struct Copies(Vec<Copy>);

/// The copy of a ledger in a folder, with the head by which it was read.
struct Copy {
    folder: PathBuf,
    read: Mutex<(Vec<u8>, Elsewhere)>,
}

impl Copies {
    fn open(folders: &[PathBuf]) -> Result<Copies, Failure> {
        let open = |folder: &PathBuf| {
            let read = Mutex::new((head(folder), Elsewhere::of_mirror(folder)?));
            Ok(Copy { folder: folder.clone(), read })
        };
        Ok(Copies(folders.iter().map(open).collect::<Result<_, Failure>>()?))
    }

    /// What they tell now. One that cannot be believed is shown as it was, and whoever runs the site is told.
    fn now(&self) -> Vec<Elsewhere> {
        let now = |copy: &Copy| {
            let mut read = copy.read.lock().unwrap_or_else(PoisonError::into_inner);
            let head = head(&copy.folder);
            if head != read.0 {
                match Elsewhere::of_mirror(&copy.folder) {
                    Ok(new) => read.1 = new,
                    Err(refusal) => eprintln!("error: {refusal}"),
                }
                read.0 = head;
            }
            read.1.clone()
        };
        self.0.iter().map(now).collect()
    }
}

fn head(folder: &Path) -> Vec<u8> {
    std::fs::read(folder.join("log").join("checkpoint")).unwrap_or_default()
}

/// A registry, read again whenever its ledger has grown, or a copy beside it has.
fn of_registry(folder: Folder, documents: &[PathBuf], copies: Copies) -> Result<Keeper, Failure> {
    let library = match documents {
        [] => Library::open(&pack::Packs::default(), &[])?,
        some => Library::open(&register::reading(&folder, None, "en")?.world.packs, some)?,
    };
    let blobs = folder.blobs();
    let store: Mutex<Option<Box<dyn Store>>> = Mutex::new(None);
    Ok(Box::new(move |at, newest| {
        let unreadable = |refusal: register::Refusal| NoRecord::Unreadable(refusal.to_string());
        let published = {
            let mut held = store.lock().unwrap_or_else(PoisonError::into_inner);
            // A handle that failed is not used again.
            let mut handle = match held.take() {
                Some(handle) => handle,
                None => folder.store().map_err(unreadable)?,
            };
            let note = handle.published().map_err(|error| NoRecord::Unreadable(error.to_string()))?;
            *held = Some(handle);
            note.and_then(|note| size_of(&note)).unwrap_or(0)
        };
        if at.is_some_and(|at| at > published) {
            return Err(NoRecord::Beyond(Some(published)));
        }
        let size = at.unwrap_or(published);
        let others = copies.now();
        let beside: String = others.iter().map(|other| format!("-{}", other.size)).collect();
        let tag = format!("{size}{beside}");
        if let Some(newest) = newest.filter(|newest| newest.at() == Some(size) && newest.is_called(&tag)) {
            return Ok(Arc::clone(newest));
        }
        let reading = register::reading(&folder, Some(size), "en").map_err(unreadable)?;
        let record = Record::new(&reading.world, Some(size), tag).looking_into(others);
        let papers = library.beside(&reading.world.packs, Some(&blobs));
        let origin = register::registry::published(&folder).map_err(unreadable)?.map(|signed| signed.checkpoint.origin);
        let record = match (origin, &reading.state.founding) {
            (Some(origin), Some(founding)) => record.kept_by(origin, founding.depositary.clone()),
            _ => record,
        };
        Ok(Arc::new(record.beside(papers).resting_on(reading.state)))
    }))
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
