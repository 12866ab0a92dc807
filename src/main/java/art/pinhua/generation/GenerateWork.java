package art.pinhua.generation;

import art.pinhua.platform.jobs.Job;
import art.pinhua.platform.jobs.JobFailed;
import art.pinhua.platform.jobs.JobLane;
import art.pinhua.platform.jobs.JobWork;
import art.pinhua.platform.jobs.Jobs;
import art.pinhua.platform.jobs.RunningJob;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;

/// The job of one generation asked for in the playground.
@ApplicationScoped
class GenerateWork implements JobWork {
    static final String KIND = "generate";

    private final Generations generations;
    private final Painter painter;
    private final Previews previews;
    private final Instance<Jobs> jobs; // asked late: the jobs know all works

    GenerateWork(Generations generations, Painter painter, Previews previews, Instance<Jobs> jobs) {
        this.generations = generations;
        this.painter = painter;
        this.previews = previews;
        this.jobs = jobs;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JobLane lane() {
        return JobLane.GENERATE;
    }

    @Override
    public void run(RunningJob job) throws InterruptedException {
        var generation = generations
                .byId(job.subjectId())
                .orElseThrow(() -> new JobFailed("There is no generation " + job.subjectId() + "."));
        painter.paint(job, generation, Painter.Manner.PLAYGROUND);
    }

    @Override
    public void ended(Job job) {
        previews.forget(job.subjectId());
        switch (job.state()) {
            case CANCELLED -> generations.ended(job.subjectId(), GenerationState.CANCELLED, null);
            case FAILED, DEAD -> generations.ended(job.subjectId(), GenerationState.FAILED, job.message());
            case DONE, READY, RUNNING -> {} // a done generation says so together with its images
        }
        jobs.get().arrange(KIND, Rounds.order(generations.underWay()));
    }
}
