import { z } from "zod";
import { isGuid, resourceTypes } from "../../components/resourceId";
import { address, azureId, check, described, list, must, text } from "./checks";
import { agentInstalledBy } from "./forwarderSchema";
import { shown } from "./messages";

const server = z.strictObject({
  id: described(azureId(resourceTypes.arcMachine), {
    description: "Resource id of a server that is connected to Arc.",
  }),
  agentInstalledBy,
});

/** Syslog servers outside Azure. */
export const arcSchema = z
  .strictObject({
    endpointAddress: address("192.168.10.20").optional().meta({
      description: "Address of the syslog server that on-premises clusters send to.",
      default: "none; required for on-premises clusters without `remote`",
    }),
    servers: list(server, 200)
      .superRefine(
        check((servers) =>
          servers.flatMap(({ id }, at) =>
            servers.findIndex((other) => other.id.toLowerCase() === id.toLowerCase()) < at
              ? [{ problem: "is the same server again", at: [at], remove: true }]
              : [],
          ),
        ),
      )
      .default([])
      .meta({ description: "Servers that are connected to Azure Arc." }),
    onboarding: z
      .strictObject({
        principalId: described(
          text("00000000-0000-0000-0000-000000000000").superRefine(
            must(isGuid, (value) => `'${shown(value)}' is not the object id (a GUID) of a service principal`),
          ),
          {
            description: "Object id of a service principal that may connect servers to the compute group.",
            default: "none",
          },
        ),
      })
      .optional(),
  })
  .prefault({});
