"""Checks ledgers with aics-tlog, an implementation of C2SP tlog-tiles that shares no code with this one.

Reads cases from standard input, one JSON object a line, and prints one line for each:
{"folder", "vkey", "witness", "quorum", "old", "receipts": [[index, entry file, proof file]]}
"""

import base64
import json
import pathlib
import sys

import aics_tlog as tlog


def check(case):
    folder = pathlib.Path(case["folder"])
    note = tlog.parse_note((folder / "checkpoint").read_bytes())
    key = tlog.parse_vkey(case["vkey"])
    witnesses = [tlog.parse_vkey(case["witness"])] if case["witness"] else []
    verdict = tlog.verify_checkpoint(note, key, witnesses, quorum=case["quorum"])
    if not verdict.ok:
        return f"the checkpoint is refused: {verdict}"
    head = tlog.parse_checkpoint(note.text)
    reader = tlog.FileSystemTileReader(folder)
    if head.size:
        tlog.audit_tiles(reader, head.size, head.root)
    if case["old"]:
        old = tlog.parse_checkpoint(tlog.parse_note(pathlib.Path(case["old"]).read_bytes()).text)
        if old.size > head.size:
            return "ROLLBACK"
        proof = []
        if 0 < old.size < head.size:
            proof = tlog.consistency_proof_from_tiles(reader, old.size, head.size)
        if not tlog.verify_consistency(old.size, head.size, old.root, head.root, proof):
            return "SPLIT VIEW"
    for index, entry, proof in case["receipts"]:
        text = pathlib.Path(proof).read_text()
        lines, checkpoint = text.split("\n\n", 1)
        hashes = [base64.b64decode(line) for line in lines.split("\n")[2:]]
        signed = tlog.parse_note(checkpoint.encode())
        verdict = tlog.verify_checkpoint(signed, key, witnesses, quorum=case["quorum"])
        at = tlog.parse_checkpoint(signed.text)
        leaf = pathlib.Path(entry).read_bytes()
        if not verdict.ok or not tlog.verify_leaf_inclusion(leaf, index, at.size, hashes, at.root):
            return f"the receipt of entry {index} is refused"
    return "OK"


for line in sys.stdin:
    try:
        print(check(json.loads(line)), flush=True)
    except Exception as error:  # whatever it refuses with is its verdict
        print(f"REFUSED {type(error).__name__}: {error}", flush=True)
