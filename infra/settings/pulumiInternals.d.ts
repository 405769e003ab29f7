import "@pulumi/pulumi/runtime/config";

// The SDK has this function but omits it from its types. No public function shows which keys contain secrets.
declare module "@pulumi/pulumi/runtime/config" {
  export function isConfigSecret(key: string): boolean;
}
