"""Breaks a copy of a project in five places, and mends it through code actions alone: fix_loop.py ROCKY PROJECT"""
import itertools, json, pathlib, shutil, subprocess, sys, tempfile

BREAKS = [  # a file, what it says, what it is made to say
    ("models/staging/stg_products.sql", "unit_cost_cents", "unit_cost_cent"),
    ("models/marts/daily_revenue.sql", "int_orders_enriched", "int_orders_enrichd"),
    ("models/staging/stg_tickets.sql", "closed_at IS NULL", "closed_at = NULL"),
    ("models/marts/product_ranking.toml", "intent", "intnt"),
    ("models/staging/stg_orders.sql", "CAST(placed_at AS DATE)", "DATE_TRUNK('day', placed_at)::DATE"),
]
CAPABILITIES = {
    "general": {"positionEncodings": ["utf-32"]},  # what Python's strings count
    "workspace": {"workspaceEdit": {"documentChanges": True}},
    "textDocument": {"diagnostic": {}, "codeAction": {
        "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}},
        "dataSupport": True, "resolveSupport": {"properties": ["edit"]}}},
}

def send(server, message):
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
    server.stdin.flush()

def ask(server, method, ids=itertools.count(), **message):
    send(server, {"id": (wanted := next(ids)), "method": method, **message})
    while True:
        headers = [line for line in iter(lambda: server.stdout.readline().strip(), b"")]
        message = json.loads(server.stdout.read(int(dict(it.split(b": ") for it in headers)[b"Content-Length"])))
        if "method" not in message and message["id"] == wanted:
            return message["result"]
        if "method" in message and "id" in message:  # The server asks something of its own.
            send(server, {"id": message["id"], "result": None})

def offset(text, position):
    return sum(map(len, text.splitlines(True)[:position["line"]])) + position["character"]

def mend(server, path, text):
    """Applies fixes that were tried, until no mistake of a document has one. Its text, and what is left."""
    document = {"uri": path.as_uri()}
    opened = document | {"languageId": path.suffix[1:], "version": 1, "text": text}
    send(server, {"method": "textDocument/didOpen", "params": {"textDocument": opened}})
    for version in itertools.count(2):
        # The answer is about the text that was sent last: no other barrier is needed.
        found = ask(server, "textDocument/diagnostic", params={"textDocument": document})["items"]
        mistakes = [it for it in found if it["severity"] < 3]
        fixes = (it for it in mistakes for it in tried(server, document, it))
        if not (fix := next(fixes, None)):
            return text, mistakes
        for edit in sorted(fix["edits"], key=lambda it: -offset(text, it["range"]["start"])):
            start, end = (offset(text, edit["range"][it]) for it in ("start", "end"))
            text = text[:start] + edit["newText"] + text[end:]
        print(f"{path.name}: {fix['title']}")
        send(server, {"method": "textDocument/didChange", "params": {
            "textDocument": document | {"version": version}, "contentChanges": [{"text": text}]}})

def tried(server, document, mistake):
    """The fixes of a mistake that mend it and break nothing, as the server has found out."""
    context = {"diagnostics": [mistake], "only": ["quickfix"]}
    offered = {"textDocument": document, "range": mistake["range"], "context": context}
    for action in ask(server, "textDocument/codeAction", params=offered):
        fix = ask(server, "codeAction/resolve", params=action)["data"].get("resolved", {"introduces": True})
        if not fix["introduces"] and mistake["data"]["fingerprint"] in [it["fingerprint"] for it in fix["clears"]]:
            yield action | action["edit"]["documentChanges"][0]

def main(rocky, project):
    copy = pathlib.Path(tempfile.mkdtemp()).resolve() / "project"
    shutil.copytree(project, copy)
    server = subprocess.Popen([rocky, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    folders = [{"uri": copy.as_uri(), "name": "project"}]
    client = {"processId": None, "capabilities": CAPABILITIES, "workspaceFolders": folders}
    ask(server, "initialize", params=client)
    send(server, {"method": "initialized", "params": {}})
    print(ask(server, "rocky/analysisStatus", params={"waitForIdle": True})["state"])
    left = []
    for file, right, wrong in BREAKS:
        text = (copy / file).read_text()
        assert right in text, file
        mended, mistakes = mend(server, copy / file, text.replace(right, wrong, 1))
        (copy / file).write_text(mended)
        left += mistakes
    ask(server, "shutdown")
    send(server, {"method": "exit"})
    print(f"{len(left)} mistakes left")
    return len(left) + server.wait()

if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
