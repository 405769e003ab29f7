"""Prints the vendor client's functions that send a request, as module.function, one per line."""
import ast, pathlib, re, sys
SENDS = re.compile(r"\bsend_request\(|\bself\.client\b|\bself\.conninfo\b")
found = set()
for folder in sys.argv[1:]:
    for file in sorted(pathlib.Path(folder, "qumulo", "rest").glob("*.py")):
        body = ast.parse(file.read_text()).body
        bodies = [body] + [node.body for node in body if isinstance(node, ast.ClassDef)]
        for node in (node for nodes in bodies for node in nodes if isinstance(node, ast.FunctionDef)):
            asks = any("request.request" in ast.unparse(mark) for mark in node.decorator_list)
            if not node.name.startswith("_") and (asks or SENDS.search(ast.unparse(node))):
                found.add(f"{file.stem}.{node.name}")
print("\n".join(sorted(found)))
