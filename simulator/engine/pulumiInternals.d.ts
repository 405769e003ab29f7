import "@pulumi/pulumi/runtime/state";
import "@pulumi/pulumi/runtime/settings";

// Parts of the SDK that its type definitions omit. Each run of the program has its own store, so concurrent runs stay separate.
declare module "@pulumi/pulumi/runtime/state" {
  interface LocalStore {
    settings: { engine?: unknown };
    /** The callbacks by which the engine runs the program's hooks. */
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
