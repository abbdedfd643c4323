// Opens every kind of page in a real browser and looks at it as people do: with eyes, keyboards, phones, printers.
//
//   node portal/browser/pages.mjs [--pictures] [PATTERN…]
//
// SEMEY is the program (target/debug/semey), CHROMIUM the browser, MODULES the folder of playwright-core and axe-core.
// Kinds of pages come from the table in portal/src/pages.rs, addresses from the links of the pages themselves. With
// --pictures it only takes the pictures of the README. It needs nothing from the network, and fails if a page does.

import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { deflateSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");
const modules = resolve(process.env.MODULES ?? join(root, "target/tools/browser"));
const load = createRequire(join(modules, "package.json"));
const { chromium } = load("playwright-core");
const axe = readFileSync(load.resolve("axe-core/axe.min.js"), "utf8");

const words = process.argv.slice(2);
const pictures = words.includes("--pictures");
const only = words.filter((word) => !word.startsWith("-"));

const LANGUAGES = ["en", "ru", "zh"];
const SCHEMES = ["light", "dark"];
const DAY = "2026-11-18";
const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 360, height: 740 };
// WCAG 2.2 AA and what goes before it, and the practices that axe's makers add.
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const faults = [];
const fault = (where, what) => faults.push(`${where}: ${what}`);
let looked = 0;

// ---- the server -------------------------------------------------------------------------------------------------------

// A registry with all packs and a document, so that there are pages of them.
const program = process.env.SEMEY ?? join(root, "target/debug/semey");
const folder = mkdtempSync(join(tmpdir(), "semey-pages-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const [registry, documents] = [join(folder, "registry"), join(folder, "documents")];
const founding = ["--origin", "pages.example/zone", "--depositary", "Kyrgyzstan", "--seat", "Asia/Bishkek", "--officer", "aida"];
const environment = { ...process.env, SEMEY_PASSPHRASE: "nothing that is secret" };
execFileSync(program, ["init", registry, ...founding], { env: environment, stdio: ["ignore", "ignore", "inherit"] });
mkdirSync(documents);
writeFileSync(
  join(documents, "letter.txt"),
  `United Nations

General Assembly

Letter dated 4 May 2022 from the Permanent Representative of Kazakhstan to the United Nations addressed to the
Secretary-General

I have the honour to transmit a note on the zone. The United States signed the Protocol to the Treaty of Semipalatinsk
in New York on 6 May 2014.

1. Uzbekistan deposited its instrument of ratification of the Treaty of Semipalatinsk on 10 May 2007.

2. The Treaty entered into force on 21 March 2009.
`,
);
const semey = spawn(program, ["serve", "--registry", registry, "--documents", documents, "--listen", "127.0.0.1:0"], {
  stdio: ["ignore", "pipe", "pipe"],
});
const origin = await new Promise((found, failed) => {
  let said = "";
  semey.stdout.on("data", (bytes) => {
    said += bytes;
    const address = said.match(/http:\/\/[^/\s]+/);
    if (address) found(address[0]);
  });
  // It tells of the documents that it reads.
  let heard = "";
  semey.stderr.on("data", (bytes) => (heard += bytes));
  semey.stderr.on("end", () => process.env.VERBOSE && console.error(heard));
  semey.on("error", failed);
  semey.on("exit", (code) => failed(new Error(`semey serve ended with ${code}: ${said}`)));
});
semey.removeAllListeners("exit");

// ---- the browser ------------------------------------------------------------------------------------------------------

const executablePath = process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync);
const browser = await chromium.launch({
  executablePath,
  args: [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--font-render-hinting=none", "--force-color-profile=srgb", "--disable-lcd-text",
  ],
});

// A context in which whatever asks for something elsewhere, or complains, is a fault.
async function open(options = {}) {
  const context = await browser.newContext({ viewport: DESKTOP, reducedMotion: "reduce", ...options });
  context.setDefaultTimeout(20_000);
  await context.route("**/*", (route) => {
    const url = route.request().url();
    if (url.startsWith(`${origin}/`) || url.startsWith("data:")) return route.continue();
    fault(url, "a request that leaves the server");
    return route.abort();
  });
  const page = await context.newPage();
  const told = (what) => fault(page.url(), what);
  page.on("console", (message) => {
    // The browser itself complains of a page that says that nothing is there.
    const missing = /status of 404/.test(message.text()) && message.location().url === page.url();
    if (["error", "warning"].includes(message.type()) && !missing) told(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => told(`error: ${error.message}`));
  page.on("requestfailed", (request) => {
    // A picture further down is given up when the next page is opened.
    if (request.failure()?.errorText !== "net::ERR_ABORTED") told(`${request.url()} was not loaded`);
  });
  page.on("response", (answer) => {
    const missing = answer.status() >= 400 && !answer.request().isNavigationRequest();
    if (missing) told(`${answer.status()} for ${answer.url()}`);
  });
  return { context, page };
}

async function go(page, path, expected = 200) {
  const answer = await page.goto(origin + path, { waitUntil: "load" });
  if (answer.status() !== expected) fault(path, `${answer.status()} instead of ${expected}`);
  looked += 1;
}

// ---- which pages there are --------------------------------------------------------------------------------------------

// The table of contents of the portal, as its source has it.
const table = readFileSync(join(root, "portal/src/pages.rs"), "utf8").match(/LEAVES: \[[^=]*= \[([\s\S]*?)\n\];/)[1];
const patterns = [...table.matchAll(/\("(\/[^"]*)"/g)].map((found) => found[1]).filter((path) => path !== "/openapi");
if (patterns.length < 12) throw new Error(`the table of contents has ${patterns.length} pages: was it read?`);

const shape = (pattern) => new RegExp(`^${pattern.split("*").map((part) => part.replace(/[-.]/g, "\\$&")).join("[^/]+")}$`);
const shapes = patterns.map(shape);
// Other forms than pages have an ending.
const isPage = (path) => !/\.[a-z0-9]{2,6}$/.test(path);
const kindOf = (path) => patterns.findIndex((pattern, at) => pattern === path || shapes[at].test(path));

// The addresses at which each kind is looked at: what is worth it, then whatever links lead to.
const chosen = new Map([
  ["/treaties", ["/treaties?q=weapons&in-force=yes"]],
  ["/treaties/*", ["/treaties/canwfz-protocol"]],
  ["/treaties/*/acts", ["/treaties/canwfz/acts"]],
  ["/treaties/*/changes", ["/treaties/canwfz/changes?from=2000-01-01"]],
  ["/treaties/*/what-if", ["/treaties/canwfz-protocol/what-if?party=USA&act=ratification&date=2027-01-01"]],
  ["/treaties/*/participants/*", ["/treaties/canwfz-protocol/participants/USA"]],
  ["/participants", ["/participants?q=stan"]],
  ["/participants/*", ["/participants/KAZ?pack=disarmament"]],
  ["/compare", ["/compare?participants=KAZ,KGZ,TJK,TKM,UZB&pack=disarmament"]],
  ["/due", ["/due?from=2026-01-01&until=2027-12-31"]],
  ["/search", ["/search?q=semipalatinsk"]],
]);

async function contents(page) {
  const found = new Map(patterns.map((pattern) => [pattern, [...(chosen.get(pattern) ?? [])]]));
  found.get("/").push("/");
  const ahead = [...found.values()].flat();
  const seen = new Set(ahead);
  while (ahead.length > 0 && [...found.values()].some((all) => all.length === 0)) {
    const path = ahead.shift();
    await go(page, path);
    const links = await page.$$eval("a[href], img[src]", (all) =>
      all.map((link) => (link.getAttribute("href") ?? link.getAttribute("src")).split("#")[0]));
    for (const link of links.filter((link) => link.startsWith("/") && !seen.has(link))) {
      seen.add(link);
      const [plain] = link.split("?");
      const kind = isPage(plain) ? kindOf(plain) : -1;
      if (kind >= 0 && found.get(patterns[kind]).length === 0) {
        found.get(patterns[kind]).push(link);
        ahead.push(link);
      }
    }
  }
  for (const [pattern, all] of found) {
    if (all.length > 0) continue;
    // What is only a picture or a table is seen within the pages.
    const form = [...seen].some((link) => shape(pattern).test(link.split("?")[0].replace(/\.[a-z0-9]{2,6}$/, "")));
    if (!form) fault(pattern, "no link leads there");
  }
  return found;
}

const at = (path, extra) => {
  const url = new URL(path, origin);
  for (const [name, value] of Object.entries(extra)) url.searchParams.set(name, value);
  return url.pathname + url.search;
};

// ---- what is looked at ------------------------------------------------------------------------------------------------

async function accessible(page, where) {
  await page.evaluate(axe);
  const found = await page.evaluate((rules) => axe.run(document, { runOnly: rules, resultTypes: ["violations"] }), RULES);
  for (const own of found.violations) {
    for (const node of own.nodes.slice(0, 3)) {
      const data = node.any.concat(node.all, node.none).map((check) => check.message).join(" / ");
      fault(where, `axe ${own.id}: ${node.target.join(" ")}: ${node.html.slice(0, 120)}: ${data.slice(0, 200)}`);
    }
  }
}

// Nothing sticks out to the side: people do not scroll in two directions, but within a table that says so.
async function narrow(page, where) {
  const wide = await page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    const out = [...document.querySelectorAll("body *")].filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 0 && box.right > room + 0.5 && !element.closest(".scroll");
    });
    return [`${document.documentElement.scrollWidth} px in ${room}`, ...out.slice(-3).map((own) => own.outerHTML.slice(0, 100))];
  });
  if (wide.length > 0) fault(where, `it scrolls to the side: ${wide.join(" | ")}`);
}

// What can be pressed is large enough for a finger (WCAG 2.2, 2.5.8), with its exception for links within a sentence.
async function touchable(page, where) {
  const small = await page.evaluate(() => {
    const all = document.querySelectorAll("a[href], button, input:not([type=hidden]), select, summary");
    const inline = (own) => {
      if (own.tagName !== "A" || !getComputedStyle(own).display.startsWith("inline")) return false;
      if (getComputedStyle(own).display === "inline-block") return false;
      const around = own.parentElement.textContent.trim();
      return around.length > own.textContent.trim().length;
    };
    const boxes = [...all].filter((own) => own.offsetParent !== null && !inline(own)).map((own) => {
      const label = own.matches("input[type=checkbox], input[type=radio]") ? own.labels?.[0] : null;
      const boxes = [own, label].filter(Boolean).map((one) => one.getBoundingClientRect());
      return { own, width: Math.max(...boxes.map((b) => b.width)), height: Math.max(...boxes.map((b) => b.height)) };
    });
    return boxes.filter(({ own, width, height }) => width > 1 && (width < 24 || height < 24) && !own.classList.contains("skip"))
      .map(({ own, width, height }) => `${width.toFixed(0)}×${height.toFixed(0)} ${own.outerHTML.slice(0, 110)}`);
  });
  for (const own of small.slice(0, 3)) fault(where, `too small to press: ${own}`);
}

// What has the focus can be seen to have it.
async function focused(page) {
  return page.evaluate(() => {
    const own = document.activeElement;
    const style = getComputedStyle(own);
    const box = own.getBoundingClientRect();
    return {
      tag: own.tagName.toLowerCase(),
      id: own.id,
      name: own.getAttribute("name"),
      href: own.getAttribute("href"),
      text: own.textContent.trim().slice(0, 60),
      nav: own.closest("nav")?.getAttribute("aria-label") ?? null,
      ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
      inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth && box.width > 0,
    };
  });
}

async function keyboard(page, path) {
  await go(page, path);
  const order = [];
  for (let step = 0; step < 400; step += 1) {
    await page.keyboard.press("Tab");
    const own = await focused(page);
    if (own.tag === "body" || (order.length > 0 && own.tag === "a" && own.href === "#main")) break;
    if (!own.ring || !own.inside) fault(path, `the focus cannot be seen: ${JSON.stringify(own)}`);
    order.push(own);
    // Three fields after the main part's first one is enough of a table with two hundred links.
    if (order.length > 60) break;
  }
  const position = (test) => order.findIndex(test);
  const skip = position((own) => own.href === "#main");
  const nav = position((own) => own.nav !== null);
  const times = position((own) => own.tag === "summary");
  if (skip !== 0) fault(path, `Tab reaches ${JSON.stringify(order[0])} before the way to the main part`);
  if (nav < 1) fault(path, "Tab does not reach the navigation");
  return { times, order };
}

async function keyboardWalk(page) {
  // The way to the main part leads there, and Tab goes on from there.
  await go(page, `/treaties/canwfz-protocol?lang=en&on=${DAY}`);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  const inMain = await page.evaluate(() => document.activeElement.closest("main") !== null);
  if (!inMain) fault("keyboard", "the way to the main part does not lead there");

  // The date is changed without a mouse: open, type, Enter.
  await go(page, "/treaties/canwfz-protocol?lang=en");
  for (let step = 0; step < 40; step += 1) {
    await page.keyboard.press("Tab");
    if ((await focused(page)).tag === "summary") break;
  }
  const closed = await page.locator(".times details").evaluate((own) => own.open);
  await page.keyboard.press("Enter");
  const opened = await page.locator(".times details").evaluate((own) => own.open);
  if (closed || !opened) fault("keyboard", "the control of dates does not open with Enter");
  await page.keyboard.press("Tab");
  const field = await focused(page);
  if (field.id !== "on") fault("keyboard", `after the control of dates comes ${JSON.stringify(field)}`);
  await page.keyboard.type("07012011"); // as an English keyboard has it: month, day, year
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  const asked = new URL(page.url()).searchParams;
  if (asked.get("on") !== "2011-07-01") fault("keyboard", `the form asked for ${page.url()}`);
  if (!(await page.locator(".times .days").textContent()).includes("2011")) fault("keyboard", "the day is not shown");

  // A filter keeps the day, and works with Enter.
  await go(page, "/treaties?lang=en&on=2011-07-01");
  await page.locator("#q").focus();
  await page.keyboard.type("nuclear");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  const filtered = new URL(page.url()).searchParams;
  if (filtered.get("q") !== "nuclear" || filtered.get("on") !== "2011-07-01") fault("keyboard", `the filter asked for ${page.url()}`);
  if ((await page.locator("main tbody tr").count()) < 3) fault("keyboard", "the filter shows nothing");

  // From the first page to a reason, with links alone.
  await go(page, "/?lang=en");
  await page.locator("#q").focus();
  await page.keyboard.type("canwfz");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  await page.locator(".hits a").first().focus();
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  if (!new URL(page.url()).pathname.startsWith("/treaties/")) fault("keyboard", `the first hit leads to ${page.url()}`);
}

// ---- the pictures of the README ---------------------------------------------------------------------------------------

// The same picture with at most 256 colours, written short: letters on paper have few.
function short(width, height, rgba) {
  const colours = new Map();
  const rows = Buffer.alloc((width + 1) * height);
  for (let coarse = 0; ; coarse += 1) {
    colours.clear();
    const mask = (0xff << coarse) & 0xff;
    for (let at = 0; at < width * height; at += 1) {
      const [r, g, b] = [rgba[at * 4] & mask, rgba[at * 4 + 1] & mask, rgba[at * 4 + 2] & mask];
      const key = (r << 16) | (g << 8) | b;
      if (!colours.has(key)) colours.set(key, [colours.size, rgba[at * 4], rgba[at * 4 + 1], rgba[at * 4 + 2]]);
      rows[Math.floor(at / width) * (width + 1) + 1 + (at % width)] = colours.get(key)[0];
    }
    if (colours.size <= 256) break;
  }
  const chunk = (kind, data) => {
    const body = Buffer.concat([Buffer.from(kind, "latin1"), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc(body), body.length + 4);
    return out;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const palette = Buffer.from([...colours.values()].flatMap(([, r, g, b]) => [r, g, b]));
  const parts = [chunk("IHDR", head), chunk("PLTE", palette), chunk("IDAT", deflateSync(rows, { level: 9 }))];
  return Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), ...parts, chunk("IEND", Buffer.alloc(0))]);
}

function crc(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}

async function picture(name, path, options) {
  const { context, page } = await open({ deviceScaleFactor: 1, ...options });
  await go(page, path);
  const taken = (await page.screenshot({ animations: "disabled" })).toString("base64");
  await page.goto("about:blank");
  const { width, height, dots } = await page.evaluate(async (data) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
    const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
    canvas.drawImage(image, 0, 0);
    const all = canvas.getImageData(0, 0, image.width, image.height).data;
    let dots = "";
    for (let at = 0; at < all.length; at += 30000) dots += String.fromCharCode(...all.subarray(at, at + 30000));
    return { width: image.width, height: image.height, dots: btoa(dots) };
  }, taken);
  writeFileSync(join(root, "docs/images", `${name}.png`), short(width, height, Buffer.from(dots, "base64")));
  await context.close();
}

async function takePictures() {
  await picture("home", `/?lang=en&on=${DAY}`, { viewport: { width: 1100, height: 760 } });
  await picture("treaty", `/treaties/canwfz-protocol?lang=en&on=${DAY}`, { viewport: { width: 1100, height: 900 } });
  await picture("phone", `/treaties/canwfz-protocol?lang=zh&on=${DAY}`, { viewport: PHONE, deviceScaleFactor: 1.5 });
}

// ---- all of it --------------------------------------------------------------------------------------------------------

const began = Date.now();
const timed = async (what, work) => {
  const start = Date.now();
  await work();
  console.log(`${what}: ${((Date.now() - start) / 1000).toFixed(1)} s`);
};

async function everything() {
  const first = await open();
  const found = await contents(first.page);
  await first.context.close();
  const kinds = [...found].filter(([pattern]) => only.length === 0 || only.includes(pattern));
  const paths = kinds.flatMap(([, all]) => all.slice(0, 1));
  const lost = "/treaties/none-of-these";

  await timed("axe in three languages, light and dark", async () => {
    await Promise.all(SCHEMES.map(async (colorScheme) => {
      const { context, page } = await open({ colorScheme, bypassCSP: true });
      for (const lang of LANGUAGES) {
        for (const path of [...paths, lost]) {
          const address = at(path, { lang });
          await go(page, address, path === lost ? 404 : 200);
          await page.evaluate(() => document.querySelectorAll("details").forEach((own) => { own.open = true; }));
          await accessible(page, `${address} ${colorScheme}`);
        }
      }
      await context.close();
    }));
  });

  await timed("phone, large letters, print, forced colours", async () => {
    const phone = await open({ viewport: PHONE, hasTouch: true, isMobile: true });
    const large = await open({ viewport: { width: 640, height: 400 } }); // 1280 px at 200 %
    for (const lang of LANGUAGES) {
      for (const path of [...paths, lost]) {
        const address = at(path, { lang });
        const status = path === lost ? 404 : 200;
        await go(phone.page, address, status);
        await phone.page.evaluate(() => document.querySelectorAll("details").forEach((own) => { own.open = true; }));
        await narrow(phone.page, `${address} on a phone`);
        await touchable(phone.page, `${address} on a phone`);
        await go(large.page, address, status);
        await narrow(large.page, `${address} at 200 %`);
      }
    }
    await phone.context.close();
    await large.context.close();

    const { context, page } = await open({ bypassCSP: true });
    for (const path of paths) {
      const address = at(path, { lang: "en" });
      await go(page, address);
      await page.addStyleTag({ content: "html { font-size: 200% }" });
      await narrow(page, `${address} with letters twice as large`);
      await page.emulateMedia({ media: "print" });
      const printed = await page.evaluate(() => {
        const shown = (query) => [...document.querySelectorAll(query)].some((own) => own.offsetParent !== null);
        return { nav: shown("header nav a"), forms: shown("form"), heading: shown("h1"), permanent: shown(".permanent") };
      });
      if (printed.nav || printed.forms) fault(address, `printed with what nobody can press: ${JSON.stringify(printed)}`);
      if (!printed.heading) fault(address, "printed without its heading");
      const timeless = (await page.locator("link[rel=canonical]").count()) === 0;
      if (!printed.permanent && !timeless) fault(address, "printed without its address");
      await page.emulateMedia({ media: "screen" });
    }
    await context.close();

    const forced = await open({ forcedColors: "active", bypassCSP: true });
    for (const path of paths) {
      const address = at(path, { lang: "en" });
      await go(forced.page, address);
      await accessible(forced.page, `${address} with forced colours`);
      // Colour is gone: a status is still a word in a frame, and the page that one is on is still marked.
      const lost = await forced.page.evaluate(() => {
        const here = [...document.querySelectorAll("header [aria-current]")];
        const marked = (own) => {
          const style = getComputedStyle(own);
          return Number(style.fontWeight) >= 600 || style.borderBottomStyle !== "none" || style.textDecorationLine !== "none";
        };
        const statuses = [...document.querySelectorAll(".status")].filter((own) => own.textContent.trim() === "");
        return here.filter((own) => !marked(own)).length + statuses.length;
      });
      if (lost > 0) fault(address, "with forced colours something says nothing");
    }
    await forced.context.close();
  });

  await timed("keyboard alone", async () => {
    const { context, page } = await open({ locale: "en-US" });
    for (const path of paths) await keyboard(page, at(path, { lang: "en" }));
    await keyboardWalk(page);
    await context.close();
  });

  await timed("without JavaScript, the same", async () => {
    const without = await open({ javaScriptEnabled: false });
    const withIt = await open();
    for (const path of paths) {
      const address = at(path, { lang: "en", on: DAY });
      await go(without.page, address);
      await go(withIt.page, address);
      const [a, b] = [await without.page.content(), await withIt.page.content()];
      if (a !== b) fault(address, "it is another page without JavaScript");
    }
    await go(without.page, "/treaties?lang=en");
    await without.page.fill("#q", "nuclear");
    await Promise.all([without.page.waitForNavigation(), without.page.click("main form button")]);
    if (!without.page.url().includes("q=nuclear")) fault("without JavaScript", `the form asked for ${without.page.url()}`);
    await without.context.close();
    await withIt.context.close();
  });
}

try {
  if (pictures) await takePictures();
  else await everything();
} finally {
  await browser.close();
  semey.kill();
}
const seconds = ((Date.now() - began) / 1000).toFixed(0);
if (faults.length > 0) {
  const distinct = [...new Set(faults)];
  console.error(distinct.slice(0, 80).join("\n"));
  console.error(`${distinct.length} faults on ${looked} pages in ${seconds} s`);
  process.exit(1);
}
console.log(`${looked} pages were opened in ${seconds} s, and nothing is wrong with them`);
