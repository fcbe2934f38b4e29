// Reads WARC files with npm's warcio, an implementation that shares nothing with
// ours, and writes one JSON object a record: what warcio made of it, and whether
// its digests are those of the bytes.
//
//	WAIDIAN_WARCIO=…/node_modules node check.cjs FILE…
const { createHash } = require("node:crypto");
const { createReadStream } = require("node:fs");
const path = require("node:path");
const { WARCParser } = require(path.join(process.env.WAIDIAN_WARCIO || path.join(__dirname, "node_modules"), "warcio"));

const digest = (bytes) => "sha256:" + createHash("sha256").update(bytes).digest("hex");

// records reads a file twice: as blocks, and with the HTTP answers taken apart.
async function records(file, parseHttp) {
  const out = [];
  const parser = new WARCParser(createReadStream(file), { parseHttp });
  for await (const record of parser) {
    const body = Buffer.from((await record.readFully(false)) ?? []);
    out.push({ record, body, offset: parser.offset });
  }
  return out;
}

async function main() {
  for (const file of process.argv.slice(2)) {
    const blocks = await records(file, false);
    const parsed = await records(file, true);
    blocks.forEach(({ record, body, offset }, i) => {
      const head = (name) => record.warcHeader(name);
      const http = parsed[i].record.httpHeaders;
      console.log(JSON.stringify({
        file: path.basename(file),
        offset,
        version: record.warcHeaders.protocol,
        type: record.warcType,
        uri: record.warcTargetURI,
        status: http && record.warcType !== "request" ? http.statusCode : 0,
        length: Number(head("Content-Length")) === body.length,
        block: head("WARC-Block-Digest") === digest(body),
        payload: record.warcType === "response" ? head("WARC-Payload-Digest") === digest(parsed[i].body) : true,
        refers: head("WARC-Refers-To") || "",
        id: head("WARC-Record-ID"),
      }));
    });
  }
}

main().catch((err) => {
  console.error(`check.cjs: ${err.stack}`);
  process.exit(1);
});
