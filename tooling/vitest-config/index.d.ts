import type { UserWorkspaceConfig } from 'vitest/config';

export declare const node: (options?: UserWorkspaceConfig['test']) => UserWorkspaceConfig;
