package art.pinhua.campaign;

import art.pinhua.campaign.TaskView.TaskImage;
import art.pinhua.generation.Image;
import art.pinhua.generation.Images;
import art.pinhua.platform.blob.Blobs;
import art.pinhua.training.starter.Degrade;
import art.pinhua.training.starter.Raster;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Makes tasks with a certain answer: an image against degraded copies of itself.
@Singleton
class GoldMaker {
    private final Images images;
    private final Blobs blobs;

    GoldMaker(Images images, Blobs blobs) {
        this.images = images;
        this.blobs = blobs;
    }

    Tasks.NewTask make(TaskPlan.Source source, Image original, Campaign.TaskKind kind, RandomGenerator random) {
        var picture = Raster.of(Pictures.decode(images.bytes(original.id())));
        List<Degrade> ways = TaskPlan.shuffled(List.of(Degrade.values()), random);
        var shown = new ArrayList<TaskImage>();
        shown.add(new TaskImage(original.id(), original.sha256(), null));
        for (int i = 1; i < kind.images(); i++) {
            Degrade way = ways.get(i - 1);
            byte[] copy = Pictures.encode(way.apply(picture, random.nextLong()).toImage());
            shown.add(new TaskImage(original.id(), blobs.store(copy).sha256(), way.name()));
        }
        List<TaskImage> mixed = TaskPlan.shuffled(shown, random);
        return new Tasks.NewTask(source.promptId(), mixed, mixed.indexOf(shown.getFirst()));
    }
}
