import type { Refusal } from "./azureType";
import { check, parentOf, textsAt, valuesAt } from "./refusal";

const AGENT = "learn.microsoft.com/azure/azure-monitor/agents/azure-monitor-agent-manage";

/**
 * Refusals of the agent's extension, for machines in Azure and for Arc servers. `at` is the path of its properties: empty, or
 * `properties.` for Arc.
 */
export const agentRefusals = (token: string, at: "" | "properties."): readonly Refusal[] => [
  check("VMExtensionProvisioningError", "github.com/Azure/azure-linux-extensions/issues/2032", ({ inputs }) =>
    valuesAt(inputs, `${at}protectedSettings`).length > 0
      ? "the agent reads protected settings as keys of another service, and does not start"
      : undefined,
  ),
  check(
    "OnlyOneExtensionPerHandler",
    "learn.microsoft.com/azure/virtual-machines/extensions/overview",
    (change, azure) => {
      const handler = textsAt(change.inputs, `${at}type`)[0];
      const other = azure.all.find(
        (one) =>
          one.token === token &&
          one.id !== change.id &&
          parentOf(one.id) === parentOf(change.id) &&
          textsAt(one.inputs, `${at}type`)[0] === handler,
      );
      return other === undefined ? undefined : `Multiple VMExtensions per handler not supported: ${other.id}`;
    },
  ),
  check("ExtensionVersionNotFound", AGENT, ({ inputs }) =>
    textsAt(inputs, `${at}typeHandlerVersion`).every((version) => /^1\.\d+$/.test(version))
      ? undefined
      : "typeHandlerVersion must be major.minor of a published agent",
  ),
  check(
    "AutomaticUpgradeNeedsMinorUpgrade",
    "learn.microsoft.com/azure/virtual-machines/automatic-extension-upgrade",
    ({ inputs }) =>
      valuesAt(inputs, `${at}enableAutomaticUpgrade`)[0] === true &&
      valuesAt(inputs, `${at}autoUpgradeMinorVersion`)[0] === false
        ? "automatic upgrade needs autoUpgradeMinorVersion"
        : undefined,
  ),
];
