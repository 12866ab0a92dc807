import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { useEvents } from "../../api/events";
import { useRole } from "../../api/me";
import { cancelJob } from "../../api/queries";
import type { Campaign, Job } from "../../api/types";
import { Blind } from "../../ui/Blind";
import { BusyButton } from "../../ui/BusyButton";
import { ConfirmButton } from "../../ui/ConfirmButton";
import { Curations } from "../../ui/Curations";
import { Facts } from "../../ui/Facts";
import { FailureNotice } from "../../ui/FailureNotice";
import form from "../../ui/form.module.css";
import { useFormat } from "../../ui/format";
import { Gallery } from "../../ui/Gallery";
import { LinkButton } from "../../ui/LinkButton";
import { Page, Panel } from "../../ui/Page";
import { ProblemNotice } from "../../ui/ProblemNotice";
import { QueryView } from "../../ui/QueryView";
import { StateBadge } from "../../ui/StateBadge";
import { Counts } from "./Counts";
import { campaign, closeCampaign, eventsOf, openCampaign } from "./queries";
import { Share } from "./Share";

const route = getRouteApi("/campaigns/$campaignId");

export function CampaignPage() {
  const { campaignId } = route.useParams();
  const query = useQuery(campaign(campaignId));
  return (
    <QueryView query={query} whole>
      {(value) => <Shown campaign={value} />}
    </QueryView>
  );
}

/** Experts read what a campaign is about and how far it is; the rest is for those who run it. */
function Shown({ campaign: shown }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const { share } = useFormat();
  const curator = useRole("curator");
  const live = curator && (shown.state === "GENERATING" || shown.state === "OPEN");
  const connected = useLive(shown.id, live);
  return (
    <Page title={shown.name} lead={shown.question} actions={<Steps campaign={shown} />}>
      {shown.error !== undefined && <FailureNotice message={shown.error} />}
      <Panel
        title={t("campaigns.progress")}
        aside={<span className="dim">{live && connected ? t("campaigns.live") : ""}</span>}
      >
        {shown.state === "DRAFT" && <p className="dim">{t("campaigns.openHint")}</p>}
        <Counts campaign={shown} />
        {shown.opening?.waitReason !== undefined && (
          <p role="status" className="dim">
            {t(`work.waitReason.${shown.opening.waitReason}`)}
          </p>
        )}
      </Panel>
      {shown.state === "OPEN" && <Share campaign={shown} />}
      <Panel title={t("campaigns.rules")}>
        <Facts
          facts={[
            [t("campaigns.audience"), t(`audience.${shown.audience}`)],
            [t("campaigns.taskKind"), t(`taskKind.${shown.taskKind}`)],
            [t("campaigns.imagesPerPrompt"), shown.imagesPerPrompt],
            [t("campaigns.overlap"), shown.overlap],
            [t("campaigns.goldShare"), share(shown.goldShare)],
            [t("campaigns.promptSet"), shown.promptSetName ?? t("common.unknown")],
            // a comparison stays blind even here: which version is which shows on its own page
            ...(shown.kind === "COLLECTION" && shown.modelVersionName !== undefined
              ? ([[t("campaigns.model"), shown.modelVersionName]] as const)
              : []),
          ]}
        />
      </Panel>
      {curator && <Yield campaign={shown} />}
    </Page>
  );
}

/** What came of a campaign: its pictures, and what was made of its votes. */
function Yield({ campaign: shown }: { campaign: Campaign }) {
  const { t } = useTranslation();
  return (
    <>
      {shown.counts.imagesDone > 0 && shown.kind === "COMPARISON" && shown.state !== "CLOSED" && (
        <Panel title={t("campaigns.pictures")}>
          <Blind />
        </Panel>
      )}
      {shown.counts.imagesDone > 0 && (shown.kind !== "COMPARISON" || shown.state === "CLOSED") && (
        <Panel title={t("campaigns.pictures")} aside={<span className="dim">{t("campaigns.picturesHint")}</span>}>
          <Gallery campaignId={shown.id} done={shown.counts.imagesDone} />
        </Panel>
      )}
      <Curations
        key={shown.id}
        campaign={shown}
        title={t("curation.title")}
        words={t("campaigns.curate")}
        none={shown.counts.votes === 0 ? t("campaigns.noVotes") : t("campaigns.notCurated")}
      />
    </>
  );
}

/** Follows the counts while they move. */
function useLive(id: string, live: boolean): boolean {
  const queries = useQueryClient();
  return useEvents<unknown>(
    live ? eventsOf(id) : undefined,
    () => void queries.invalidateQueries({ queryKey: campaign(id).queryKey, exact: true }),
    () => false,
  );
}

/** The state of a campaign and what the person can do about it. */
function Steps({ campaign: shown }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const curator = useRole("curator");
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: ["campaigns"] });
  const open = useMutation({ mutationFn: () => openCampaign(shown.id), onSuccess: refresh });
  const close = useMutation({ mutationFn: () => closeCampaign(shown.id), onSuccess: refresh });
  const cancel = useMutation({ mutationFn: (opening: Job) => cancelJob(opening.id), onSettled: refresh });
  const error = open.error ?? cancel.error ?? close.error;
  const { opening } = shown;
  const place = useRef<HTMLDivElement>(null);
  return (
    <div ref={place} tabIndex={-1} className={form.actions}>
      <StateBadge state={shown.state} />
      {curator && shown.state === "DRAFT" && (
        <BusyButton busy={open.isPending} heir={place} onClick={() => open.mutate()}>
          {t("campaigns.open")}
        </BusyButton>
      )}
      {opening?.cancelRequested === true && <span className="dim">{t("jobs.cancelling")}</span>}
      {curator && opening?.cancelRequested === false && (
        <ConfirmButton
          variant="default"
          busy={cancel.isPending}
          question={t("campaigns.cancelAsk")}
          consequence={t("jobs.cancelMeans.open-campaign")}
          onConfirm={() => cancel.mutate(opening)}
          heir={place}
        >
          {t("campaigns.cancel")}
        </ConfirmButton>
      )}
      {shown.state === "OPEN" && shown.audience !== "CROWD" && (
        <LinkButton to="/rating/$campaignId" params={{ campaignId: shown.id }}>
          {t("campaigns.rateNow")}
        </LinkButton>
      )}
      {curator && shown.state === "OPEN" && (
        <ConfirmButton
          variant="default"
          busy={close.isPending}
          question={t("campaigns.closeAsk")}
          consequence={t("campaigns.closeMeans")}
          onConfirm={() => close.mutate()}
          heir={place}
        >
          {t("campaigns.close")}
        </ConfirmButton>
      )}
      {error !== null && <ProblemNotice error={error} />}
    </div>
  );
}
