import "@pulumi/pulumi/runtime/config";

// The SDK has this function and hides it from its types; nothing public says which keys hold secrets.
declare module "@pulumi/pulumi/runtime/config" {
  export function isConfigSecret(key: string): boolean;
}
