import "@pulumi/pulumi/runtime/state";
import "@pulumi/pulumi/runtime/settings";

// Parts of the SDK that its types hide: an own store for each run, so that runs side by side stay apart.
declare module "@pulumi/pulumi/runtime/state" {
  interface LocalStore {
    settings: { engine?: unknown };
    /** Where the engine would call the program back. */
    callbacks?: {
      registerResourceHook(hook: unknown): Promise<void>;
      awaitStackRegistrations(): Promise<void>;
      shutdown(): void;
    };
    [supported: `supports${string}`]: boolean;
  }
  export function withLocalStorage<T>(callback: () => T): T;
  export function getStore(): LocalStore;
}
