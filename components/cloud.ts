/** What depends on the Azure cloud that a stack is deployed to. */
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
 * The clouds by their name in `azure-native:environment`. Sources: `azcmagent connect --help` for its names;
 * `azure/cli/core/cloud.py` of azure-cli 2.91.0 for the endpoints.
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

/** The cloud of a name in `azure-native:environment`. Default: the public cloud. Example: `cloudOf("china").portal`. */
export const cloudOf = (environment: string): Cloud => CLOUDS[environment] ?? PUBLIC;
