import { addresses } from "./bad/addresses";
import { arcSchema } from "./bad/arcSchema";
import { checks } from "./bad/checks";
import { combinations } from "./bad/combinations";
import { eventsSchema } from "./bad/eventsSchema";
import { forwarderSchema } from "./bad/forwarderSchema";
import { issues } from "./bad/issues";
import { limits } from "./bad/limits";
import { nearValues } from "./bad/nearValues";
import { networkCombinations } from "./bad/networkCombinations";
import { schema } from "./bad/schema";
import type { BadSetting } from "./bad/setting";
import { sshKey } from "./bad/sshKey";
import { storedValues } from "./bad/storedValues";
import { tagsSchema } from "./bad/tagsSchema";
import { unknownKeys } from "./bad/unknownKeys";
import { validate } from "./bad/validate";
import { workspaceSchema } from "./bad/workspaceSchema";

/** Wrong settings, at least one for each check. */
export const badSettings: readonly BadSetting[] = [
  ...addresses,
  ...arcSchema,
  ...checks,
  ...combinations,
  ...eventsSchema,
  ...forwarderSchema,
  ...issues,
  ...limits,
  ...networkCombinations,
  ...schema,
  ...sshKey,
  ...storedValues,
  ...tagsSchema,
  ...unknownKeys,
  ...validate,
  ...workspaceSchema,
  ...nearValues,
];
