import type { BadSetting } from "./setting";

const secretKeys = ["secrets"];

/** Wrong settings that secretsSchema.ts must refuse. */
export const secretsSchema: readonly BadSetting[] = [
  {
    when: "a webhook's address is not https",
    config: { secrets: { webhooks: { chat: "http://chat.example.com/hook" } } },
    secretKeys,
    key: "secrets.webhooks.chat",
    problem: "is not an https address",
    fixes: "pulumi config set --secret --path secrets.webhooks.chat",
  },
  {
    when: "a webhook's name has other characters",
    config: { secrets: { webhooks: { "the chat": "https://chat.example.com/hook" } } },
    secretKeys,
    key: 'secrets.webhooks["the chat"]',
    problem: "is not a name",
    fixes: "config rm",
  },
  {
    when: "a decoy is the root",
    config: { secrets: { honeyPaths: ["/"] } },
    secretKeys,
    key: "secrets.honeyPaths[0]",
    problem: "is not the path of a file or folder",
    fixes: "pulumi config set --secret --path 'secrets.honeyPaths[0]'",
  },
];
