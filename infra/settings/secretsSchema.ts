import { z } from "zod";
import { check, list, must, text } from "./checks";
import { shown } from "./messages";

/** The key of the settings that are secret. */
export const SECRETS = "secrets";

/** The text that replaces an encrypted value if a program reads a stack's file without decrypting it, as a rehearsal does. */
export const ENCRYPTED = "(encrypted)";

/** Schema for the name of a webhook, which also becomes part of a receiver's name in Azure. */
export const webhookName = () =>
  text("chat").superRefine(
    must(
      (name) => /^[\w-]{1,50}$/.test(name),
      (name) => `'${shown(name)}' is not a name of 1 to 50 letters, digits, - and _`,
    ),
  );

/** Schema for a text below `secrets`. No message may contain its value. */
const secretText = (holds: (value: string) => boolean, problem: string, example: string) =>
  z
    .string()
    .superRefine(check((value) => (value === ENCRYPTED || holds(value) ? undefined : { problem })))
    .meta({ example });

/** Whether a text is an https address with a full host name. */
const isHttps = (value: string): boolean => /^https:\/\/[^\s/]+\.[^\s/]+(\/\S*)?$/.test(value) && value.length <= 2000;

/** Schema for `secrets`: the only setting whose values are secret. */
export const secretsSchema = z
  .strictObject({
    webhooks: z
      .record(
        webhookName(),
        secretText(isHttps, "is not an https address of at most 2000 characters", "https://chat.example.com/hook/1"),
      )
      .meta({ most: 20 })
      .default({})
      .meta({
        description: "Addresses of web services that alerts are sent to, each under a name that `alerts` uses.",
        default: "none",
      }),
    honeyPaths: list(
      secretText(
        (value) => /^\/[^/]/.test(value) && !value.endsWith("/") && value.length <= 1024,
        "is not the path of a file or folder: it begins with /, is not the root, and does not end with /",
        "/finance/salaries-2026.xlsx",
      ),
      50,
    )
      .default([])
      .meta({
        description:
          "Paths of decoys: files and folders that nobody has a reason to touch. If any are given, the detection honeyPath reports access to them.",
        default: "none",
      }),
  })
  .prefault({});
