// Simulates an agent on a machine: writes every line that it receives to a file. Usage: node agentProcess.mjs PORT FILE
import { appendFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";

const [port, file] = process.argv.slice(2);
writeFileSync(file, "");
createServer((socket) => {
  let rest = "";
  socket.setEncoding("utf8");
  socket.on("data", (chunk) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    if (lines.length > 0) appendFileSync(file, `${lines.join("\n")}\n`);
  });
  socket.on("error", () => socket.destroy());
}).listen(Number(port), "127.0.0.1", () => console.log("listening"));
