/** Values that depend on the Azure cloud that a stack is deployed to. */
export interface Cloud {
  /** The cloud's name for `azcmagent connect`. Example: `AzureCloud`. */
  readonly azcmagentName: string;
  /** Endpoint of Azure Resource Manager. Example: `https://management.azure.com`. */
  readonly resourceManager: string;
  /** Example: `https://portal.azure.com`. */
  readonly portal: string;
}

const PUBLIC: Cloud = {
  azcmagentName: "AzureCloud",
  resourceManager: "https://management.azure.com",
  portal: "https://portal.azure.com",
};

/**
 * The clouds, keyed by their `azure-native:environment` values. Sources: `azcmagent connect --help` for azcmagent's names;
 * `azure/cli/core/cloud.py` in azure-cli 2.91.0 for the endpoints.
 */
const CLOUDS: Readonly<Record<string, Cloud>> = {
  public: PUBLIC,
  usgovernment: {
    azcmagentName: "AzureUSGovernment",
    resourceManager: "https://management.usgovcloudapi.net",
    portal: "https://portal.azure.us",
  },
  china: {
    azcmagentName: "AzureChinaCloud",
    resourceManager: "https://management.chinacloudapi.cn",
    portal: "https://portal.azure.cn",
  },
};

/**
 * Returns the cloud for an `azure-native:environment` value; the public cloud if the value is unknown.
 * Example: `cloudOf("china").portal`.
 */
export const cloudOf = (environment: string): Cloud => CLOUDS[environment] ?? PUBLIC;
