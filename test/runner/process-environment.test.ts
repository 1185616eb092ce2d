import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ownEnvironment,
  programEnvironment,
  recordedVariables,
  toolEnvironment,
} from '../../src/runner/processes/process-environment.ts';
import type { Measurement, ScenarioRow } from '../../src/scenario/scenario.ts';
import { strategy } from '../../src/selftest/instrument.ts';

/** What was found to change figures, to send requests astray, or to stop a start. */
const ofTheShell = {
  NODE_V8_COVERAGE: '/tmp/coverage',
  NODE_DEBUG: 'http,net',
  NODE_OPTIONS: '--require ./trace.cjs',
  NODE_USE_ENV_PROXY: '1',
  NODE_COMPILE_CACHE: '/tmp/cache',
  NODE_DISABLE_COMPILE_CACHE: '1',
  PYTHONTRACEMALLOC: '5',
  LD_DEBUG: 'all',
};
const tuning = {
  UV_THREADPOOL_SIZE: '64',
  MALLOC_ARENA_MAX: '1',
  LD_PRELOAD: '/usr/lib/libjemalloc.so',
  GLIBC_TUNABLES: 'glibc.malloc.tcache_count=0',
};
const needed = { PATH: '/usr/bin', HOME: '/home/one', LANG: 'C.UTF-8', LC_ALL: 'C', TZ: 'UTC' };
const proxies = {
  HTTP_PROXY: 'http://proxy:8080',
  https_proxy: 'http://proxy:8080',
  ALL_PROXY: 'socks5://p',
};
const source = { ...ofTheShell, ...tuning, ...needed, ...proxies, EDITOR: 'vi', MY_TOKEN: 'secret' };

const program = (env: Record<string, string> = {}): ScenarioRow => ({
  ...strategy('naive', {}, 'program'),
  program: { command: ['python3'], traced: false, checked: true, env, folder: '/' },
});
const scenario = (
  rows: readonly ScenarioRow[],
  env: Record<string, string> = {},
): Pick<Measurement, 'access' | 'env' | 'rows'> => ({ access: null, env, rows });

describe('a process of our own', () => {
  test('gets what it needs to find its way, and nothing else of the shell', () => {
    expect(ownEnvironment({}, { source })).toEqual(needed);
  });

  test('gets what the scenario says, whatever it is', () => {
    expect(ownEnvironment({ NODE_DEBUG: 'net' }, { source })).toEqual({ ...needed, NODE_DEBUG: 'net' });
  });

  test('that talks to a real service trusts whom the shell trusts', () => {
    const trusting = { ...source, NODE_EXTRA_CA_CERTS: '/etc/ca.pem' };
    expect(ownEnvironment({}, { source: trusting })).toEqual(needed);
    expect(ownEnvironment({}, { source: trusting, isTarget: true })).toEqual({
      ...needed,
      NODE_EXTRA_CA_CERTS: '/etc/ca.pem',
    });
  });
});

describe('a program', () => {
  test('keeps its environment without what observes it', () => {
    const { NO_PROXY: _, no_proxy: __, ...rest } = programEnvironment({}, source);
    expect(rest).toEqual({ ...tuning, ...needed, ...proxies, EDITOR: 'vi', MY_TOKEN: 'secret' });
  });

  test.each([
    [{}, '127.0.0.1,localhost,::1'],
    [{ NO_PROXY: 'intra.net, 127.0.0.1' }, 'intra.net,127.0.0.1,localhost,::1'],
    [{ NO_PROXY: 'a', no_proxy: 'b' }, 'b,127.0.0.1,localhost,::1'],
    [{ no_proxy: '*' }, '*'],
  ])('reaches the services directly, where the shell has %j', (given, expected) => {
    const { NO_PROXY, no_proxy } = programEnvironment({}, { ...proxies, ...given });
    expect([NO_PROXY, no_proxy]).toEqual([expected, expected]);
  });

  test('reaches the services directly, also where the scenario names a proxy and no exception', () => {
    const said = { http_proxy: 'http://mine:1', no_proxy: 'elsewhere' };
    expect(programEnvironment(said, source)).toMatchObject({
      ...said,
      no_proxy: 'elsewhere,127.0.0.1,localhost,::1',
    });
  });

  test('may be given by its scenario what the shell would not give it', () => {
    expect(programEnvironment({ PYTHONTRACEMALLOC: '1' }, source).PYTHONTRACEMALLOC).toBe('1');
  });
});

test('git is not told by a hook to look elsewhere', () => {
  expect(toolEnvironment({ GIT_DIR: '/other/.git', GIT_INDEX_FILE: 'x', PATH: '/bin' })).toEqual({
    PATH: '/bin',
  });
});

describe('what is recorded', () => {
  test('of strategies: all that matters is withheld', () => {
    expect(recordedVariables(scenario([strategy('naive')]), source)).toEqual({
      withheld: { strategies: Object.keys({ ...ofTheShell, ...tuning }).toSorted(), programs: [] },
      kept: {},
    });
  });

  test('of programs: what observes is withheld, what tunes is kept, with its value', () => {
    expect(recordedVariables(scenario([program()]), source)).toEqual({
      withheld: { strategies: [], programs: Object.keys(ofTheShell).toSorted() },
      kept: tuning,
    });
  });

  test('what the command left out when it started the pinned Node counts as set', () => {
    const launched = { TIDEMARK_WITHHELD: 'NODE_OPTIONS' };
    const { withheld } = recordedVariables(scenario([strategy('naive'), program()]), launched);
    expect(withheld).toEqual({ strategies: ['NODE_OPTIONS'], programs: ['NODE_OPTIONS'] });
    expect(programEnvironment({}, launched).TIDEMARK_WITHHELD).toBeUndefined();
  });

  test('what the scenario sets is neither withheld nor kept', () => {
    const said = { UV_THREADPOOL_SIZE: '4', NODE_OPTIONS: '' };
    const recorded = recordedVariables(scenario([strategy('naive'), program(said)], said), {
      UV_THREADPOOL_SIZE: '64',
      NODE_OPTIONS: '--cpu-prof',
    });
    expect(recorded).toEqual({ withheld: { strategies: [], programs: [] }, kept: {} });
  });

  test('a value that may be secret, or is a path of the user, is a digest', () => {
    const { kept } = recordedVariables(scenario([program()]), {
      JAVA_TOOL_OPTIONS: '-Djavax.net.ssl.trustStorePassword=hunter2',
      NODE_EXTRA_CA_CERTS: '/home/one/ca.pem',
      MALLOC_CONF: 'a\nb',
    });
    expect(Object.values(kept)).toEqual(Array(3).fill(expect.stringMatching(/^sha256:[0-9a-f]{12}$/)));
  });
});

test('whatever the shell holds, nothing that observes reaches a subject, and the services are reached directly', () => {
  const names = fc.oneof(fc.constantFrom(...Object.keys({ ...source, no_proxy: '' })), fc.string());
  fc.assert(
    fc.property(fc.dictionary(names, fc.string()), (shell) => {
      const own = ownEnvironment({}, { source: shell });
      expect(Object.keys(ofTheShell).filter((name) => own[name] !== undefined)).toEqual([]);
      const given = programEnvironment({}, shell);
      expect(Object.keys(ofTheShell).filter((name) => given[name] !== undefined)).toEqual([]);
      expect(given.no_proxy).toMatch(/^\*$|(^|,)127\.0\.0\.1(,|$)/);
    }),
  );
});
