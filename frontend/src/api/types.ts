import type { components } from "./schema";

// The words of the API as the pages use them; what they hold, the generated description says.

type Schemas = components["schemas"];

export type Role = "expert" | "curator" | "admin";
export type Me = Schemas["Me"];
export type Person = Schemas["PersonView"];
export type Job = Schemas["JobView"];
export type SystemView = Schemas["SystemView"];
export type SystemPart = Schemas["PartView"];

export type Sampler = Schemas["SamplerKind"];
export const samplers = [
  "DPMPP_2M",
  "DPMPP_2M_KARRAS",
  "DDIM",
  "PNDM",
  "EULER",
  "EULER_ANCESTRAL",
  "LCM",
] as const satisfies readonly Sampler[];
export type NoiseKind = Schemas["NoiseKind"];
export type NewGeneration = Schemas["NewGeneration"];
export type Generation = Schemas["GenerationView"];
export type PromptReading = Schemas["PromptReadingView"];
export type Token = Schemas["TokenView"];
export type AdapterCard = Schemas["AdapterCard"];
export type LaidAdapter = Schemas["LaidAdapter"];
export type BaseModel = Schemas["BaseModel"];
export type UsualSampling = Schemas["UsualSampling"];
export type LearnedWord = Schemas["LearnedWord"];
export type ModelImport = Schemas["ImportView"];
export type NewImport = Schemas["NewImport"];

export type Audience = Schemas["Audience"];
export type TaskKind = Schemas["TaskKind"];
export type NewCampaign = Schemas["NewCampaign"];
export type Campaign = Schemas["CampaignView"];

export type Curation = Schemas["CurationView"];
export type ImageStrength = Schemas["StrengthView"];
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

/** Without a β the trainer derives it. */
export type NewRun = Required<Omit<Schemas["NewRun"], "beta">> & Pick<Schemas["NewRun"], "beta">;
export type Run = Schemas["Run"];
export type RunSample = Schemas["RunSample"];

export type NewComparison = Schemas["NewComparison"];
export type Comparison = Schemas["ComparisonView"];
export type Serving = Schemas["ServingView"];
export type Promotion = Schemas["PromotionView"];
export type NewPromotion = Schemas["NewPromotion"];

export type Lineage = Schemas["LineageView"];
export type LineageNode = Schemas["Node"];
export type LineageType =
  | "image"
  | "model-version"
  | "adapter"
  | "learned-word"
  | "run"
  | "snapshot"
  | "curation"
  | "campaign"
  | "votes"
  | "base-model";

// The description shows the events of a stream as one record with gaps; which fields come with which type is said here.

export type GenerationEvent =
  | { readonly type: "waiting"; readonly waitReason?: Schemas["WaitReason"] }
  | { readonly type: "progress"; readonly step: number; readonly steps: number }
  | { readonly type: "preview"; readonly index: number; readonly step: number; readonly url: string }
  | {
      readonly type: "image";
      readonly index: number;
      readonly id: string;
      readonly url: string;
      readonly seed: string;
      readonly modelVersionId: string;
    }
  | { readonly type: "done" | "cancelled" }
  | { readonly type: "failed"; readonly message?: string };

export type RunEvent =
  | {
      readonly type: "step";
      readonly step: number;
      readonly loss: number;
      readonly imagesPerSecond?: number;
      readonly secondsLeft?: number;
    }
  | { readonly type: "heldout"; readonly step: number; readonly accuracy: number; readonly pairs: number }
  | { readonly type: "sample"; readonly step: number; readonly index: number }
  | { readonly type: "started" | "done" | "cancelled"; readonly step: number }
  | { readonly type: "failed"; readonly step: number; readonly message?: string };
