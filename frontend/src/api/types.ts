export interface Me {
  readonly signedIn: boolean;
  readonly name?: string;
  readonly displayName?: string;
  readonly roles: readonly Role[];
}
export type Role = "expert" | "curator" | "admin";

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  readonly state: "INVITED" | "ACTIVE" | "DISABLED";
}

export interface Job {
  readonly id: string;
  readonly kind: string;
  readonly lane: string;
  readonly subjectId: string;
  readonly state: JobState;
  readonly attempt: number;
  readonly failures: number;
  readonly stepsDone: number;
  readonly stepsTotal: number;
  readonly message?: string;
  readonly cancelRequested: boolean;
  readonly createdAt: string;
  readonly startedAt?: string;
  readonly endedAt?: string;
}
type JobState = "READY" | "RUNNING" | "DONE" | "FAILED" | "CANCELLED" | "DEAD";

export interface SystemView {
  readonly version: string;
  readonly java: string;
  readonly database: string;
  readonly role: string;
  readonly startedAt: string;
  readonly dataFolder: string;
  readonly diskFreeBytes: number;
  readonly diskTotalBytes: number;
  readonly parts: readonly { readonly name: string; readonly up: boolean; readonly detail: string }[];
  readonly jobs: Readonly<Record<string, number>>;
}

export interface ModelVersion {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly baseModelId: string;
  readonly baseModelName: string;
  readonly adapterId?: string;
  readonly adapterSha256?: string;
  readonly width: number;
  readonly height: number;
  readonly serving: boolean;
  readonly createdAt: string;
}

export interface Serving {
  readonly modelVersion: ModelVersion;
  readonly revision: number;
  readonly since: string;
}

export interface PromptSet {
  readonly id: string;
  readonly name: string;
  readonly promptCount: number;
  readonly createdAt: string;
  readonly prompts?: readonly Prompt[];
}
interface Prompt {
  readonly id: string;
  readonly text: string;
  readonly language?: string;
  readonly topic?: string;
}

type GenerationState = "QUEUED" | "RUNNING" | "DONE" | "FAILED" | "CANCELLED";
export type Sampler = "DPMPP_2M" | "DDIM";
export interface NewGeneration {
  readonly prompt: string;
  readonly negativePrompt?: string;
  readonly count: number;
  readonly steps: number;
  readonly guidance: number;
  readonly sampler: Sampler;
  readonly seed?: number;
  readonly modelVersionId?: string;
}
export interface Generation {
  readonly id: string;
  readonly state: GenerationState;
  readonly step: number;
  readonly steps: number;
  readonly prompt: string;
  readonly negativePrompt?: string;
  readonly guidance?: number;
  readonly sampler?: Sampler;
  readonly count?: number;
  readonly images: readonly GeneratedImage[];
  readonly createdAt?: string;
  readonly error?: string;
}
interface GeneratedImage {
  readonly id: string;
  readonly url: string;
  readonly index?: number;
  readonly seed: string;
  readonly modelVersionId?: string;
  readonly modelVersionName?: string;
}
export type GenerationEvent =
  | { readonly type: "progress"; readonly step: number; readonly steps: number }
  | { readonly type: "preview"; readonly index: number; readonly step: number; readonly url: string }
  | { readonly type: "image"; readonly index: number; readonly id: string; readonly url: string; readonly seed: string }
  | { readonly type: "done" }
  | { readonly type: "failed"; readonly code?: string; readonly message?: string }
  | { readonly type: "cancelled" };

type CampaignState = "DRAFT" | "GENERATING" | "OPEN" | "CLOSED";
export type Audience = "EXPERTS" | "CROWD" | "BOTH";
export type TaskKind = "PAIR" | "RANK_4";
export interface NewCampaign {
  readonly name: string;
  readonly kind: "COLLECTION";
  readonly question: string;
  readonly promptSetId: string;
  readonly audience: Audience;
  readonly taskKind: TaskKind;
  readonly imagesPerPrompt: number;
  readonly overlap: number;
  readonly goldShare: number;
  readonly modelVersionId?: string;
}
interface CampaignCounts {
  readonly tasks: number;
  readonly votes: number;
  readonly votesWanted: number;
  readonly raters: number;
  readonly gold: number;
  readonly imagesDone: number;
  readonly imagesTotal: number;
}
export interface Campaign {
  readonly id: string;
  readonly name: string;
  readonly kind: "COLLECTION" | "COMPARISON";
  readonly state: CampaignState;
  readonly question: string;
  readonly promptSetId: string;
  readonly promptSetName?: string;
  readonly audience: Audience;
  readonly taskKind: TaskKind;
  readonly imagesPerPrompt: number;
  readonly overlap: number;
  readonly goldShare: number;
  readonly modelVersionId?: string;
  readonly modelVersionName?: string;
  readonly error?: string;
  readonly createdAt: string;
  readonly counts: CampaignCounts;
}

export interface CurationSummary {
  readonly id: string;
  readonly campaignId: string;
  readonly digest: string;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly votes: number;
  readonly kept: number;
  readonly weighed: number;
  readonly groups: number;
  readonly alpha?: number;
}
export const exclusionReasons = [
  "SUPERSEDED",
  "WITHDRAWN",
  "LATE",
  "INCOMPLETE",
  "SKIPPED",
  "DUPLICATE",
  "GOLD_TASK",
  "TOO_FAST",
  "GOLD_FAILED",
  "STRAIGHT_LINER",
] as const;
export type ExclusionReason = (typeof exclusionReasons)[number];
export interface Curation {
  readonly id: string;
  readonly campaignId: string;
  readonly campaignName: string;
  readonly digest: string;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly votes: number;
  readonly kept: number;
  readonly weighed: number;
  readonly excluded: Readonly<Record<string, number>>;
  readonly raters: readonly CuratedRater[];
  readonly strengths: readonly ImageStrength[];
  readonly preferences: {
    readonly groups: number;
    readonly pairGroups: number;
    readonly rankingGroups: number;
    readonly softGroups: number;
    readonly pairs: number;
  };
  readonly alpha?: number;
  readonly alphaLow?: number;
  readonly alphaHigh?: number;
  readonly sideBias: number;
  readonly sideError: number;
  readonly ratersWeighed: boolean;
}
interface CuratedRater {
  readonly raterId: string;
  readonly pseudonym: string;
  readonly tier: string;
  readonly votes: number;
  readonly kept: number;
  readonly weight: number;
  readonly agreement?: number;
  readonly goldRight: number;
  readonly goldShown: number;
  readonly sideBias?: number;
}
export interface ImageStrength {
  readonly imageId: string;
  readonly imageUrl: string;
  readonly promptId: string;
  readonly prompt: string;
  readonly theta: number;
  readonly error: number;
  readonly seen: number;
  readonly badShare: number;
}
export interface CuratedVote {
  readonly voteId: string;
  readonly pseudonym: string;
  readonly tier: string;
  readonly promptId: string;
  readonly prompt: string;
  readonly answer: string;
  readonly dwellMillis?: number;
  readonly castAt: string;
  readonly reason?: string;
}

export interface Snapshot {
  readonly id: string;
  readonly curationId: string;
  readonly campaignId: string;
  readonly name: string;
  readonly digest: string;
  readonly baseModelId: string;
  readonly trainGroups: number;
  readonly heldoutGroups: number;
  readonly pairs: number;
  readonly images: number;
  readonly createdBy: string;
  readonly createdAt: string;
}

type RunState = "QUEUED" | "RUNNING" | "DONE" | "FAILED" | "CANCELLED";
type Objective = "PL_DPO" | "SFT";
export interface NewRun {
  readonly snapshotId: string;
  readonly name: string;
  readonly steps: number;
  readonly rank: number;
  readonly learningRate: number;
  readonly objective: Objective;
  readonly beta: number;
  readonly batchGroups: number;
  readonly seed: number;
}
export interface Run {
  readonly id: string;
  readonly snapshotId: string;
  readonly snapshotName: string;
  readonly baseVersionId: string;
  readonly name: string;
  readonly objective: Objective;
  readonly steps: number;
  readonly rank: number;
  readonly learningRate: number;
  readonly beta: number;
  readonly batchGroups: number;
  readonly seed: number;
  readonly state: RunState;
  readonly step: number;
  readonly secondsLeft?: number;
  readonly heldoutAccuracy?: number;
  readonly heldoutPairs?: number;
  readonly error?: string;
  readonly adapterSha256?: string;
  readonly modelVersionId?: string;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly startedAt?: string;
  readonly endedAt?: string;
}
export type RunEvent =
  | {
      readonly type: "step";
      readonly step: number;
      readonly loss: number;
      readonly accuracy?: number;
      readonly imagesPerSecond?: number;
      readonly secondsLeft?: number;
    }
  | { readonly type: "heldout"; readonly step: number; readonly accuracy: number; readonly pairs: number }
  | { readonly type: "sample"; readonly step: number; readonly index: number }
  | { readonly type: "checkpoint"; readonly step: number }
  | { readonly type: "started"; readonly step: number }
  | { readonly type: "done"; readonly step: number }
  | { readonly type: "failed"; readonly step: number; readonly message: string }
  | { readonly type: "cancelled"; readonly step: number };
export interface RunSample {
  readonly step: number;
  readonly index: number;
  readonly prompt: string;
  readonly seed: string;
  readonly url: string;
  readonly baseUrl: string;
}

type Verdict = "PENDING" | "CHALLENGER_WINS" | "CHAMPION_WINS" | "NO_DECISION";
export interface NewComparison {
  readonly name: string;
  readonly championVersionId: string;
  readonly challengerVersionId: string;
  readonly promptSetId: string;
  readonly audience: Audience;
  readonly overlap: number;
  readonly alpha: number;
}
export interface Comparison {
  readonly id: string;
  readonly name: string;
  readonly campaignId: string;
  readonly state: CampaignState;
  readonly championVersionId: string;
  readonly championName: string;
  readonly challengerVersionId: string;
  readonly challengerName: string;
  readonly raters: number;
  readonly openRaters: number;
  readonly votes: number;
  readonly mean?: number;
  readonly interval?: readonly [number, number];
  readonly logE: number;
  readonly logEReverse: number;
  readonly threshold: number;
  readonly alpha: number;
  readonly votesPerRater: number;
  readonly verdict: Verdict;
  readonly decidedAfter?: number;
  readonly trace: readonly { readonly n: number; readonly logE: number; readonly logEReverse: number }[];
  readonly createdAt: string;
}

export interface Promotion {
  readonly id: string;
  readonly modelVersionId: string;
  readonly modelVersionName: string;
  readonly previousVersionId: string;
  readonly previousName: string;
  readonly kind: "PROMOTION" | "ROLLBACK";
  readonly comparisonId?: string;
  readonly reason?: string;
  readonly revision: number;
  readonly by: string;
  readonly createdAt: string;
}

export interface Lineage {
  readonly image: {
    readonly id: string;
    readonly url: string;
    readonly sha256: string;
    readonly prompt: string;
    readonly seed: string;
    readonly createdAt: string;
  };
  readonly adapter?: { readonly id: string; readonly sha256: string; readonly rank: number };
  readonly votes?: {
    readonly count: number;
    readonly kept: number;
    readonly experts: number;
    readonly crowd: number;
    readonly excluded: number;
    readonly withdrawn: number;
  };
  readonly nodes: readonly LineageNode[];
}
export interface LineageNode {
  /** The type, a colon, and the id of the thing itself. */
  readonly id: string;
  readonly type:
    | "image"
    | "model-version"
    | "adapter"
    | "run"
    | "snapshot"
    | "curation"
    | "campaign"
    | "votes"
    | "base-model";
  readonly label: string;
}
