import type { UserWorkspaceConfig } from 'vitest/config';

export declare const node: (name: string, options?: UserWorkspaceConfig['test']) => UserWorkspaceConfig;
