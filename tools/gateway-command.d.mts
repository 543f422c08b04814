// Types of gateway-command.mjs, which the launcher must be able to load without a compiler.
export declare const nodeArguments: readonly string[];
export declare const environment: Readonly<Record<string, string>>;
