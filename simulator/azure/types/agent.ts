import type { Refusal } from "./azureType";
import { check, parentOf, textsAt, valuesAt } from "./refusal";

const AGENT = "learn.microsoft.com/azure/azure-monitor/agents/azure-monitor-agent-manage";

/**
 * Returns the refusals that apply to the agent's extension, on an Azure machine or an Arc server. `at` is the path prefix of
 * the extension's properties: empty for Azure machines, `properties.` for Arc servers.
 */
export const agentRefusals = (token: string, at: "" | "properties."): readonly Refusal[] => [
  check("VMExtensionProvisioningError", "github.com/Azure/azure-linux-extensions/issues/2032", ({ inputs }) =>
    valuesAt(inputs, `${at}protectedSettings`).length > 0
      ? "the agent misreads protected settings as another service's keys, and does not start"
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
      : "typeHandlerVersion must be the major.minor version of a published agent",
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
