import { adminFromElsewhereCases } from "./adminFromElsewhere/adminFromElsewhereCases";
import { administrationCases } from "./administration/administrationCases";
import { deniedBurstCases } from "./deniedBurst/deniedBurstCases";
import { firstSeenCases } from "./firstSeen/firstSeenCases";
import { folderMovedCases } from "./folderMoved/folderMovedCases";
import { honeyPathCases } from "./honeyPath/honeyPathCases";
import { loginFailuresCases } from "./loginFailures/loginFailuresCases";
import { massDeleteCases } from "./massDelete/massDeleteCases";
import { massOverwriteCases } from "./massOverwrite/massOverwriteCases";
import { massReadCases } from "./massRead/massReadCases";
import { metadataBurstCases } from "./metadataBurst/metadataBurstCases";
import { newExtensionCases } from "./newExtension/newExtensionCases";
import { ransomNameCases } from "./ransomName/ransomNameCases";
import { readThenDeleteCases } from "./readThenDelete/readThenDeleteCases";
import type { ReplayCase } from "./replayCase";
import { snapshotReadCases } from "./snapshotRead/snapshotReadCases";
import { treeDeleteCases } from "./treeDelete/treeDeleteCases";
import { unknownSenderCases } from "./unknownSender/unknownSenderCases";

/** All detections' cases: attacks that must raise alerts, and near misses. */
export const replayCases: readonly ReplayCase[] = [
  ...newExtensionCases,
  ...ransomNameCases,
  ...massOverwriteCases,
  ...massDeleteCases,
  ...treeDeleteCases,
  ...honeyPathCases,
  ...loginFailuresCases,
  ...adminFromElsewhereCases,
  ...administrationCases,
  ...readThenDeleteCases,
  ...snapshotReadCases,
  ...folderMovedCases,
  ...unknownSenderCases,
  ...massReadCases,
  ...metadataBurstCases,
  ...deniedBurstCases,
  ...firstSeenCases,
];
