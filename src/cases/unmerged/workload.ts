import { bitsAt, integerAt } from '../../units/random.ts';

/** The files below a site's /store/unmerged: what RucioConMon has found there. */
export interface UnmergedDescription {
  readonly files: number;
  /** At most as many as files; those that MSUnmerged cuts paths to. */
  readonly directories: number;
  /** The site's storage, such as `T2_CH_CERN`. */
  readonly rse: string;
}

/** Nothing of it is stored: each path is a function of the seed and its index. */
export interface Unmerged extends UnmergedDescription {
  /** All characters of all paths, which are ASCII. */
  readonly characters: () => number;
  /** The first so many paths, a directory after the other, as a scan of the site finds them. */
  readonly paths: (count: number) => Generator<string, void>;
  /** The directories that a running request still writes to, as WMStats tells them. */
  readonly protectedDirectories: () => string[];
}

/** Files of a directory that share one of its numbered folders. */
const blockFiles = 1_000;
/** `/0000/388E3DEF-9F15-D04C-B582-7DD036D9DD33.root` */
const tailLength = 47;
/** One directory in so many is protected. */
const protectedShare = 10;

const eras = ['Run2016B', 'Run3Summer22', 'RunIISummer20UL18', 'RunIIAutumn18DR', 'RunIII2024Summer24'];
const processes = ['DYto2L', 'WZtoLNu2Q', 'GluGluHto2Tau', 'TTtoLNu2Q', 'QCD_HT_bEnriched', 'PMSSM_set'];
const generators = ['pythia8', 'madgraphMLM-pythia8', 'powheg-pythia8', 'amcatnloFXFX-pythia8'];
const tiers = ['AODSIM', 'MINIAODSIM', 'NANOAODSIM', 'GEN-SIM', 'DQMIO', 'GEN-SIM-RAW'];
const strings = ['106X_mc2017_realistic', '130X_mcRun3_2022_realistic', 'PU_150X_mcRun3_2024', 'pilot'];

export const openUnmerged = (description: UnmergedDescription, seed: number): Unmerged => {
  const { files, directories } = description;
  const keys = Array.from({ length: 10 }, (_, n) => bitsAt(seed, n));
  const pick = (words: readonly string[], n: number, directory: number): string =>
    words[integerAt(keys[n] as number, directory, words.length)] as string;

  /** The number in the primary dataset makes it one of its own. */
  const directoryAt = (n: number): string =>
    `/store/unmerged/${pick(eras, 0, n)}/${pick(processes, 1, n)}_M-${n}_TuneCP5_13TeV-${pick(generators, 2, n)}/` +
    `${pick(tiers, 3, n)}/${pick(strings, 4, n)}_v${1 + integerAt(keys[5] as number, n, 19)}-v${1 + (n % 3)}`;

  const [first = 0, second = 0, third = 0, fourth = 0] = keys.slice(6);
  const nameAt = (index: number): string => {
    const middle = hex8(bitsAt(second, index));
    const end = hex8(bitsAt(third, index));
    return `${hex8(bitsAt(first, index))}-${middle.slice(0, 4)}-${middle.slice(4)}-${end.slice(0, 4)}-${end.slice(4)}${hex8(bitsAt(fourth, index))}.root`;
  };

  /** The index of its first file. */
  const firstOf = (directory: number): number => Math.ceil((directory * files) / directories);

  return {
    ...description,
    characters: () => {
      let sum = files * tailLength;
      for (let n = 0; n < directories; n++) sum += directoryAt(n).length * (firstOf(n + 1) - firstOf(n));
      return sum;
    },
    paths: function* (count) {
      for (let n = 0; n < directories; n++) {
        const directory = directoryAt(n);
        const from = firstOf(n);
        const end = Math.min(firstOf(n + 1), count);
        for (let index = from; index < end; index++) {
          const block = String(Math.floor((index - from) / blockFiles)).padStart(4, '0');
          yield `${directory}/${block}/${nameAt(index)}`;
        }
        if (end === count) return;
      }
    },
    protectedDirectories: () => {
      const found: string[] = [];
      for (let n = 0; n < directories; n++) {
        if (n % protectedShare === 0) found.push(directoryAt(n));
      }
      return found;
    },
  };
};

const hex8 = (bits: number): string => (bits >>> 0).toString(16).toUpperCase().padStart(8, '0');
