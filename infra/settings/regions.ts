import { nearest } from "./nearest";

/**
 * The known regions. Azure opens new regions, so an unknown region causes a warning, not an error. Sources:
 * learn.microsoft.com/azure/reliability/regions-list,
 * learn.microsoft.com/azure/azure-government/documentation-government-welcome,
 * learn.microsoft.com/azure/china/overview-operations.
 */
export const REGIONS: readonly string[] = [
  ...["australiacentral", "australiacentral2", "australiaeast", "australiasoutheast", "austriaeast", "belgiumcentral"],
  ...["brazilsouth", "brazilsoutheast", "canadacentral", "canadaeast", "centralindia", "centralus", "chilecentral"],
  ...["denmarkeast", "eastasia", "eastus", "eastus2", "francecentral", "francesouth", "germanynorth"],
  ...["germanywestcentral", "indonesiacentral", "israelcentral", "italynorth", "japaneast", "japanwest"],
  ...["jioindiacentral", "jioindiawest", "koreacentral", "koreasouth", "malaysiawest", "mexicocentral"],
  ...["newzealandnorth", "northcentralus", "northeurope", "norwayeast", "norwaywest", "polandcentral", "qatarcentral"],
  ...["southafricanorth", "southafricawest", "southcentralus", "southeastasia", "southindia", "spaincentral"],
  ...["swedencentral", "swedensouth", "switzerlandnorth", "switzerlandwest", "uaecentral", "uaenorth", "uksouth"],
  ...["ukwest", "westcentralus", "westeurope", "westindia", "westus", "westus2", "westus3"],
  // Azure Government
  ...["usdodcentral", "usdodeast", "usgovarizona", "usgovtexas", "usgovvirginia"],
  // Azure in China
  ...["chinaeast", "chinaeast2", "chinaeast3", "chinanorth", "chinanorth2", "chinanorth3"],
];

/** Returns a region's name as Azure stores it. Example: `westeurope` for `West Europe`. */
export const regionName = (given: string): string => given.toLowerCase().replaceAll(" ", "");

/** Whether a text can be the name of a region. Example: `westeurope`. */
export const isRegionName = (name: string): boolean => /^[a-z][a-z0-9]{1,39}$/.test(name);

/** Returns the known region that a wrong name may mean. Example: `west_europe!` and `westeurop` mean `westeurope`. */
export const nearestRegion = (given: string): string | undefined =>
  nearest(given.replace(/[^A-Za-z0-9]/g, ""), REGIONS);
