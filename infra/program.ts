import { Provider } from "@pulumi/azure-native/provider";
import * as pulumi from "@pulumi/pulumi";
import { AuditPipeline } from "../components/auditPipeline";
import { FIRST_QUERY, nextSteps, portalLink, qumuloCommands, syslogEndpoint } from "./instructions";
import { endpointOf, mainEndpoint, pipelineArgs } from "./pipelineArgs";
import { readConfig, settingsError } from "./settings/read";
import { validate } from "./settings/validate";
import { warningsOf } from "./settings/warnings";

/** Reads the stack's settings, deploys the pipeline, and returns the stack's outputs. Throws if settings are wrong. */
export function program() {
  const config = readConfig();
  const result = validate(config);
  if ("errors" in result) throw settingsError(config, result.errors);
  const { settings } = result;
  for (const warning of warningsOf(settings, new Date())) pulumi.log.warn(warning);

  const stack = pulumi.getStack();
  const environment = config.values["azure-native:environment"] ?? "public";
  const { clusters, workspace, forwarder, arc, events, contact } = settings;
  const pipeline = new AuditPipeline(
    `qumulo-${label(stack)}`,
    pipelineArgs(settings, { stack, environment, providerFor: subscriptionProviders(settings.subscriptionId) }),
  );

  const hasArc = arc.endpointAddress !== undefined;
  const destinations = clusters.map((cluster) => ({
    cluster: cluster.name,
    endpoint: syslogEndpoint(endpointOf(settings, cluster), forwarder.port),
    format: cluster.format,
    name: `azure-${label(stack)}`,
  }));
  const clusterNames = clusters.map(({ name }) => name);
  const endpoints = [...new Map(destinations.map(({ endpoint }) => [endpoint.url, endpoint])).values()];
  const isPrivate = workspace.publicIngestion === false || workspace.publicQuery === false;
  return {
    syslogEndpoint: syslogEndpoint(mainEndpoint(settings), forwarder.port),
    qumuloCommands: Object.fromEntries(
      destinations.map((destination) => [destination.cluster, qumuloCommands(destination)]),
    ),
    workspaceId: pipeline.workspace.customerId,
    workspaceResourceId: pipeline.workspace.reference.id,
    portalLink: pipeline.workspace.reference.id.apply((id) => portalLink(environment, id, FIRST_QUERY)),
    ...(hasArc ? { arcOnboardingScript: pipeline.onboardingScript } : {}),
    whatToDoNext: pipeline.forwarders.apply((forwarders) =>
      pulumi.all([...pipeline.reversePeerings]).apply((reversePeerings) =>
        nextSteps({
          clusterNames,
          endpoints,
          hasArc,
          isPrivate,
          contact,
          reversePeerings,
          unverified: events.functionOwner ? [] : forwarders,
        }),
      ),
    ),
  };
}

/** Returns at most 20 characters of a stack's name in the form that resource names need. Example: `Prod_EU` becomes `prod-eu`. */
const label = (stack: string): string =>
  stack
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 20)
    .replace(/^-|-$/g, "") || "stack";

/**
 * Returns a function that finds the provider for a resource id. Each subscription other than the stack's own gets one
 * provider, with the credentials of the stack's default provider.
 */
function subscriptionProviders(own: string | undefined): (id: string) => Provider | undefined {
  const config = new pulumi.Config("azure-native");
  const providers = new Map<string, Provider>();
  return (id) => {
    const subscriptionId = id.split("/")[2]?.toLowerCase() ?? "";
    if (subscriptionId === own?.toLowerCase()) return undefined;
    const known = providers.get(subscriptionId);
    if (known !== undefined) return known;
    // Only the default provider reads the `azure-native` settings in the stack's configuration. This provider gets them
    // as arguments.
    const provider = new Provider(`subscription-${subscriptionId}`, {
      subscriptionId,
      environment: config.get("environment"),
      tenantId: config.get("tenantId"),
      clientId: config.get("clientId"),
      clientSecret: config.getSecret("clientSecret"),
      useOidc: config.getBoolean("useOidc"),
      oidcToken: config.getSecret("oidcToken"),
      oidcTokenFilePath: config.get("oidcTokenFilePath"),
      useMsi: config.getBoolean("useMsi"),
    });
    providers.set(subscriptionId, provider);
    return provider;
  };
}
