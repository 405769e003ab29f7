import { beforeAll, describe, expect, it } from "vitest";
import { describeWith } from "../needs";
import { askAz, askQq, GENERATIONS, type Generation, generations } from "./clients";
import { documentSnippets, hiddenCommands, printedSnippets } from "./documents";
import { codeSnippets, everyCall, isFilledIn, rendered } from "./printed";
import { type Call, callsOf } from "./shell";

let calls: Call[] = [];
beforeAll(async () => {
  calls = await everyCall();
});
/** Returns the distinct calls of a program. */
const callsTo = (program: string): Call[] => [
  ...new Map(
    calls
      .filter(({ words }) => words[0] === program)
      .map((call) => [[...call.words, ...generationsOf(call)].join("\0"), call]),
  ).values(),
];

/** Returns the generations of Qumulo Core that the text around a call mentions. */
const generationsOf = ({ snippet: { about } }: Call): Generation[] =>
  generations.filter((generation) =>
    [generation, ...GENERATIONS[generation].names].some((name) => about.includes(name)),
  );

/** Replaces the placeholder ID, whose value users read from the output of the previous command. */
const idFilledIn = (words: readonly string[]): string[] => words.map((word) => (word === "ID" ? "1" : word));

const wrong = (lines: readonly Call[], answers: readonly (string | null)[]) =>
  lines.flatMap(({ snippet: { from }, words }, index) => {
    const problem = answers[index];
    return problem === null ? [] : [`${from}: ${words.join(" ")}: ${problem}`];
  });

describeWith("clients")("the commands that users paste", () => {
  it("are accepted by Qumulo's client for their generation of Core, and contact the cluster given by --host", () => {
    const lines = callsTo("qq");
    expect(lines.filter((line) => generationsOf(line).length === 0).map(({ words }) => words.join(" "))).toEqual([]);
    for (const generation of generations) {
      const own = lines.filter((line) => generationsOf(line).includes(generation));
      expect(own.length).toBeGreaterThan(10);
      expect(
        wrong(
          own,
          askQq(
            generation,
            own.map(({ words }) => idFilledIn(words)),
          ),
        ),
      ).toEqual([]);
    }
  });

  it("are accepted by the Azure CLI", () => {
    const lines = callsTo("az");
    expect(lines.length).toBeGreaterThan(20);
    expect(wrong(lines, askAz(lines.map(({ words }) => words)))).toEqual([]);
  });
});

describeWith("clients")("the clients reject a wrong command", () => {
  const send = "audit_set_syslog_config --enable --csv --server-address 10.1.2.3 --server-port 514";
  const create = "audit_create_destination --name a --type SYSLOG --csv -s 10.1.2.3 -p 514 --enable";
  it.each<[Generation, string, string]>([
    ["core6_0To7_8", `qq ${send}`, "not the cluster given by --host|arguments are required: --host"],
    ["coreFrom7_9", `qq ${create}`, "arguments are required: --host"],
    ["core6_0To7_8", `qq --host nas ${create}`, "invalid choice"],
    ["coreFrom7_9", `qq --host nas ${send}`, "use the audit destination commands instead"],
    ["coreFrom7_9", "qq --host nas audit_get_destination_status --id ID", "invalid int value"],
    ["core6_0To7_8", "qq --host nas audit_get_syslog_status --csv", "unrecognized arguments"],
  ])("%s: %s", (generation, line, reason) => {
    expect(askQq(generation, [line.split(" ")])[0]).toMatch(new RegExp(reason));
  });

  it.each([
    ["az network vnet subnet list", "--resource-group/-g, --vnet-name"],
    ["az monitor log-analytics query -w WS --analytics-query Syslog", "'query' is misspelled or not recognized"],
    ["az vm show --nme vm-1 -g rg", "unrecognized arguments: --nme"],
    ["az vm show", "(--resource-group --name | --ids) are required"],
  ])("%s", (line, reason) => {
    expect(askAz([line.split(" ")])[0]).toContain(reason);
  });
});

describe("the tests of printed commands", () => {
  it("find every command, because each one begins its line or follows a colon, where the tests search", async () => {
    const texts = [...(await rendered()), ...codeSnippets().texts];
    expect(texts.flatMap(({ from, text }) => hiddenCommands(text).map((line) => `${from}: ${line}`))).toEqual([]);
  });

  it("include every command that the code completes at run time: a printed text contains it in full", async () => {
    const printed = (await rendered()).flatMap(({ from, text }) => printedSnippets(from, text)).map(({ text }) => text);
    const { withHoles } = codeSnippets();
    expect(withHoles.length).toBeGreaterThan(5);
    expect(withHoles.filter(({ text }) => !isFilledIn(text, printed))).toEqual([]);
  });

  it("find commands in blocks, sentences, tables and messages", () => {
    const page = "Say:\n\n```sh\nX=1\naz a \"$X\"   # why\n```\n\n| `az b 'x \\| y'` | `ask q` |\n";
    expect(callsOf(documentSnippets("page", page)).map(({ words }) => words)).toEqual([
      ["az", "a", "1"],
      ["az", "b", "x | y"],
      ["ask", "q"],
    ]);
    expect(
      printedSnippets("message", "Run it: nc -vz 10.1.2.3 514\n  qq b\nrun pulumi up again").map(({ text }) => text),
    ).toEqual(["nc -vz 10.1.2.3 514", "qq b"]);
    expect(hiddenCommands("run az login first")).toEqual(["run az login first"]);
  });

  it("find no placeholder in a command except ID", () => {
    const isPlaceholder = (word: string) => /^[A-Z]+$/.test(word) && !["ID", "SYSLOG", "AD"].includes(word);
    const holds = calls.filter(
      ({ snippet, words }) =>
        /^(outputs |messages |docs\/|README)/.test(snippet.from) &&
        words.flatMap((word) => word.split(/[^\w]/)).some(isPlaceholder),
    );
    expect(holds.map(({ snippet, words }) => `${snippet.from}: ${words.join(" ")}`)).toEqual([]);
  });
});
