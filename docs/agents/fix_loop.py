"""Breaks a copy of a project in five places, and mends it through code actions alone: fix_loop.py ROCKY PROJECT"""
import itertools, json, pathlib, shutil, subprocess, sys, tempfile

BREAKS = [  # a file, what it says, what it is made to say
    ("models/staging/stg_products.sql", "unit_cost_cents", "unit_cost_cent"),
    ("models/marts/daily_revenue.sql", "int_orders_enriched", "int_orders_enrichd"),
    ("models/staging/stg_tickets.sql", "closed_at IS NULL", "closed_at = NULL"),
    ("models/marts/product_ranking.toml", "intent", "intnt"),
    ("models/staging/stg_orders.sql", "CAST(placed_at AS DATE)", "DATE_TRUNK('day', placed_at)::DATE"),
]
QUICK_FIXES = {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}},
               "dataSupport": True, "resolveSupport": {"properties": ["edit"]}}
CAPABILITIES = {"workspace": {"workspaceEdit": {"documentChanges": True}},
                "textDocument": {"diagnostic": {}, "codeAction": QUICK_FIXES}}
server = subprocess.Popen([sys.argv[1], "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

def send(method, **message):
    body = json.dumps({"jsonrpc": "2.0", "method": method, **message}).encode()
    server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
    server.stdin.flush()

def ask(method, ids=itertools.count(), **message):
    send(method, id=(wanted := next(ids)), **message)
    while True:  # The server asks nothing of a client that claims no abilities for it.
        length, _ = server.stdout.readline().split()[1], server.stdout.readline()
        message = json.loads(server.stdout.read(int(length)))
        if message.get("id") == wanted:
            return message["result"]

def tried_fixes(document, mistake):
    wanted = {"range": mistake["range"], "context": {"diagnostics": [mistake], "only": ["quickfix"]}}
    for action in ask("textDocument/codeAction", params={"textDocument": document, **wanted}):
        fix = ask("codeAction/resolve", params=action)["data"].get("resolved")
        if fix and fix["clears"] and not fix["introduces"]:  # as the server has found out on a copy
            yield action

def mend(path, text):
    document = {"uri": path.as_uri()}
    opened = {**document, "languageId": path.suffix[1:], "version": 1, "text": text}
    send("textDocument/didOpen", params={"textDocument": opened})
    for version in itertools.count(2):  # Each answer is about the text that was sent last.
        found = ask("textDocument/diagnostic", params={"textDocument": document})["items"]
        mistakes = [it for it in found if it["severity"] < 3]
        action = next((fix for it in mistakes for fix in tried_fixes(document, it)), None)
        if not action:
            return len(mistakes)
        print(f"{path.name}: {action['title']}")
        edits = action["edit"]["documentChanges"][0]["edits"]  # sorted, with places in the text before all of them
        changes = [{"range": it["range"], "text": it["newText"]} for it in reversed(edits)]
        document["version"] = version
        send("textDocument/didChange", params={"textDocument": document, "contentChanges": changes})

copy = shutil.copytree(sys.argv[2], pathlib.Path(tempfile.mkdtemp(), "project").resolve())
ask("initialize", params={"processId": None, "rootUri": copy.as_uri(), "capabilities": CAPABILITIES})
send("initialized", params={})
left = sum(mend(copy / file, (copy / file).read_text().replace(right, wrong, 1)) for file, right, wrong in BREAKS)
ask("shutdown")
send("exit")
print(f"{left} mistakes left")
sys.exit(left + server.wait())
