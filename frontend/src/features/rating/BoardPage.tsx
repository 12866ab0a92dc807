import { Button, Group } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { me } from "../../api/me";
import { type Rater, raterOf } from "../../rating/rater";
import { Empty, Page } from "../../ui/Page";
import { ProblemNotice } from "../../ui/ProblemNotice";
import { Board } from "./Board";
import { newSession } from "./queries";

const route = getRouteApi("/rating/$campaignId");

export function BoardPage() {
  const { campaignId } = route.useParams();
  const person = useQuery(me).data;
  if (person === undefined) {
    return null; // the frame says so
  }
  const rater = raterOf(person);
  return <Sitting key={`${campaignId} ${rater}`} campaignId={campaignId} rater={rater} />;
}

/** Of one rater, on one campaign. */
function Sitting({ campaignId, rater }: { campaignId: string; rater: Rater }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [session] = useState(() =>
    newSession(campaignId, rater, () => void queries.invalidateQueries({ queryKey: me.queryKey })),
  );
  const sitting = useSyncExternalStore(session.subscribe, session.sitting);
  useEffect(() => {
    session.start();
    return () => session.stop();
  }, [session]);
  if (sitting.current !== undefined) {
    return <Board session={session} sitting={sitting} current={sitting.current} />;
  }
  const ways = (
    <>
      {sitting.canUndo && (
        <Button variant="subtle" color="gray" onClick={() => session.undo()}>
          {t("rating.do.undo")}
        </Button>
      )}
      <Link to="/rating">{t("rating.otherCampaigns")}</Link>
    </>
  );
  return (
    <Page title={t("rating.title")}>
      {sitting.refused !== undefined && <ProblemNotice error={sitting.refused} />}
      {sitting.state === "LOADING" && (
        <>
          <p role="status">{t("rating.fetching")}</p>
          {sitting.pending > 0 && (
            <Group mt="md">
              <span>{t("rating.pending", { count: sitting.pending })}</span>
              {ways}
            </Group>
          )}
        </>
      )}
      {sitting.state === "FAILED" && (
        <>
          <ProblemNotice error={sitting.error} />
          <Group mt="md">
            <Button variant="default" onClick={() => session.retry()}>
              {t("problem.again")}
            </Button>
            {ways}
          </Group>
        </>
      )}
      {sitting.state === "EMPTY" && (
        <Empty icon="check" title={t("rating.finishedTitle")} text={t("rating.finishedText", { count: sitting.done })}>
          <Button variant="default" onClick={() => session.retry()}>
            {t("rating.lookAgain")}
          </Button>
          {ways}
        </Empty>
      )}
    </Page>
  );
}
