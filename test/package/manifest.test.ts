import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

describe('package.json', () => {
  it('pins every version exactly, so that a fresh machine gets what was tested', () => {
    const versions = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.overrides };
    for (const [name, version] of Object.entries(versions)) {
      expect(version, name).toMatch(/^(npm:[\w@/.-]+@)?\d+\.\d+\.\d+$/);
    }
  });

  it('is ESM only, free of side effects, MIT, and public with provenance', () => {
    expect(manifest).toMatchObject({
      name: '@spec-kitty/tracker',
      type: 'module',
      sideEffects: false,
      license: 'MIT',
      engines: { node: '>=22.12.0' },
      publishConfig: { access: 'public', provenance: true },
      repository: { type: 'git' },
    });
    for (const field of ['main', 'module', 'bin']) expect(manifest).not.toHaveProperty(field);
  });

  it('runs nothing on the machine of whoever installs it', () => {
    for (const script of ['preinstall', 'install', 'postinstall', 'prepare']) {
      expect(manifest.scripts).not.toHaveProperty(script);
    }
  });
});
