// Two zones with two ledgers, and one portal over both, in a real browser.
//
//   node portal/browser/zones.mjs
//
// SEMEY is the program (target/debug/semey), CHROMIUM the browser, MODULES the folder of playwright-core. Each zone serves its
// ledger; the other mirrors it over HTTP, takes over what is for its participants and answers. It needs nothing from the
// network, and fails if a page does not show what was exchanged.

import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const modules = resolve(process.env.MODULES ?? join(root, "target/tools/browser"));
const { chromium } = createRequire(join(modules, "package.json"))("playwright-core");
const program = process.env.SEMEY ?? join(root, "target/debug/semey");
const folder = mkdtempSync(join(tmpdir(), "semey-zones-"));
const running = [];
process.on("exit", () => {
  for (const child of running) child.kill();
  rmSync(folder, { recursive: true, force: true });
});
const environment = { ...process.env, SEMEY_PASSPHRASE: "nothing that is secret" };
const at = (name) => join(folder, name);
const semey = (...args) =>
  execFileSync(program, args, { env: environment, stdio: ["ignore", "pipe", "inherit"], encoding: "utf8" });

async function serve(...args) {
  const child = spawn(program, ["serve", "--listen", "127.0.0.1:0", ...args], { stdio: ["ignore", "pipe", "inherit"] });
  running.push(child);
  return new Promise((found, failed) => {
    let said = "";
    child.stdout.on("data", (bytes) => {
      said += bytes;
      const address = said.match(/http:\/\/[^/\s]+/);
      if (address) found({ address: address[0], child });
    });
    child.on("exit", (code) => failed(new Error(`semey serve ended with ${code}: ${said}`)));
  });
}

// ---- two zones --------------------------------------------------------------------------------------------------------

const found = (zone, keeper, officer) =>
  semey("init", at(zone), "--origin", `${zone}.example/zone`, "--depositary", keeper, "--officer", officer, "--pack", "central-asia");
found("kg", "Kyrgyzstan", "aida");
found("africa", "African Union", "abebe");
const [kg, africa] = [await serve("--registry", at("kg")), await serve("--registry", at("africa"))];
// Each zone keeps a copy of the other's ledger, from where it is served, and cosigns it.
const mirror = (zone, from, by) => semey("mirror", from.address, at(`${zone}-copy`), "--cosign", `${by}.example/mirror`);

const call = ["send", "notice", "--from", "KGZ", "--to", "KEN", "ZAF", "--manner", "initiative", "--id", "call"];
semey("notices", ...call, "--note", "A meeting of the zones is called.", "--reply-by", "2099-12-31", "--registry", at("kg"));
mirror("kg", kg, "africa");
semey("notices", "take", at("kg-copy"), "--for", "KEN", "ZAF", "--registry", at("africa"));
mirror("africa", africa, "kg");

// ---- one portal over both, in a browser -------------------------------------------------------------------------------

kg.child.removeAllListeners("exit");
kg.child.kill();
await new Promise((ended) => kg.child.on("close", ended));
const both = await serve("--registry", at("kg"), "--beside", at("africa-copy"));
const executablePath = process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync);
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
const faults = [];
const opened = new Set();
let page;

// Somebody who was never here before, so that no page comes out of a browser's own memory.
async function shows(address, ...texts) {
  await page?.context().close();
  page = await (await browser.newContext({ locale: "en-US" })).newPage();
  page.on("pageerror", (error) => faults.push(`${address}: ${error.message}`));
  page.on("requestfailed", (request) => faults.push(`${request.url()} was not loaded`));
  const answer = await page.goto(address, { waitUntil: "load" });
  if (answer.status() !== 200) faults.push(`${address}: ${answer.status()}`);
  opened.add(address);
  const text = await page.innerText("main");
  for (const expected of texts) if (!text.includes(expected)) faults.push(`${address} does not show \`${expected}\`:\n${text}`);
  return text;
}

try {
  const thread = `${both.address}/notices?thread=call&lang=en`;
  const before = await shows(thread, "A meeting of the zones is called.", "Kenya", "South Africa");
  // The receipt is in the other ledger alone, and on this page all the same.
  await shows(`${africa.address}/notices?thread=call&lang=en`, "A meeting of the zones is called.");
  semey("notices", "reply", "call", "--by", "KEN", "--note", "Kenya will come.", "--registry", at("africa"));
  mirror("africa", africa, "kg");
  const beside = await shows(thread, "Kenya will come.");
  if (before === beside) faults.push("the page did not change with the other ledger");
  // What was taken over stands once, with its place in both ledgers, and leads to its entry here.
  semey("notices", "take", at("africa-copy"), "--for", "KGZ", "--registry", at("kg"));
  const taken = await shows(thread, "Kenya will come.");
  if (taken.split("Kenya will come.").length !== 2) faults.push(`the answer stands there twice:\n${taken}`);
  const entry = await page.getAttribute('main a[href*="/ledger/"]', "href");
  await shows(new URL(entry, both.address).href, "africa.example/zone#");
  for (const lang of ["ru", "zh"]) await shows(`${both.address}/notices?thread=call&lang=${lang}`, "Kenya will come.");
} finally {
  await browser.close();
}
for (const child of running) child.removeAllListeners("exit");
if (faults.length > 0) {
  console.error(faults.join("\n"));
  process.exit(1);
}
console.log(`two zones exchanged notices, and ${opened.size} pages show it`);
process.exit(0);
