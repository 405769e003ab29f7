import { Provider } from "@pulumi/azure-native/provider";
import * as pulumi from "@pulumi/pulumi";
import { AuditPipeline } from "../components/auditPipeline";
import { FIRST_QUERY, nextSteps, portalLink, qumuloCommands, syslogEndpoint } from "./instructions";
import { endpointOf, mainEndpoint, pipelineArgs } from "./pipelineArgs";
import { readSettings } from "./settings/read";

/** The whole program of a stack: settings, pipeline, and what a person pastes afterwards. */
export function program() {
  const { settings, environment, warnings } = readSettings();
  for (const warning of warnings) pulumi.log.warn(warning);

  const stack = pulumi.getStack();
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
  const guidance = {
    clusterNames: clusters.map(({ name }) => name),
    endpoints: [...new Map(destinations.map(({ endpoint }) => [endpoint.url, endpoint])).values()],
    hasArc,
    isPrivate: workspace.publicIngestion === false || workspace.publicQuery === false,
    contact,
  };
  return {
    syslogEndpoint: syslogEndpoint(mainEndpoint(settings), forwarder.port),
    qumuloCommands: Object.fromEntries(
      destinations.map((destination) => [destination.cluster, qumuloCommands(destination)]),
    ),
    workspaceId: pipeline.workspace.customerId,
    workspaceResourceId: pipeline.workspace.id,
    portalLink: pipeline.workspace.id.apply((id) => portalLink(environment, id, FIRST_QUERY)),
    ...(hasArc ? { arcOnboardingScript: pipeline.onboardingScript } : {}),
    whatToDoNext: pipeline.forwarders.apply((forwarders) =>
      pulumi
        .all([...pipeline.reversePeerings])
        .apply((reversePeerings) =>
          nextSteps({ ...guidance, reversePeerings, unverified: events.functionOwner ? [] : forwarders }),
        ),
    ),
  };
}

/** A stack's name as part of resource names. Example: `Prod_EU` becomes `prod-eu`. */
const label = (stack: string): string =>
  stack
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 20)
    .replace(/^-|-$/g, "") || "stack";

/** Providers for resources of other subscriptions, with the sign-in of the stack's own; one for each. */
function subscriptionProviders(own: string | undefined): (id: string) => Provider | undefined {
  const config = new pulumi.Config("azure-native");
  const providers = new Map<string, Provider>();
  return (id) => {
    const subscriptionId = id.split("/")[2]?.toLowerCase() ?? "";
    if (subscriptionId === own?.toLowerCase()) return undefined;
    const known = providers.get(subscriptionId);
    if (known !== undefined) return known;
    // An explicit provider reads nothing of the stack's configuration by itself.
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
