"""Cases of losses: every reduction, targets of sequences and images, weights, the deprecated ways to reduce."""

import torch
from torch.nn import functional as F

from .writer import In

NCL, NCHW = "NCL", "NCHW"


def generate(w):
    def op(name, f, *args, **kwargs):
        w.function(f"losses/{name}", f"torch.nn.functional.{f.__name__}", f, *args, **kwargs)

    x, y = (lambda *s: w.x(*(s or (3, 4)))), (lambda *s, **k: w.x(*(s or (3, 4)), name="y", **k))
    sign = lambda *s: In("y", torch.where(w.draw(*s) > 0, 1.0, -1.0), grad=False)
    chance = lambda *s, name="y": w.x(*s, name=name, low=0.05, high=0.95)
    t = lambda *s, c: In("t", w.whole(*s, below=c))
    positive = lambda name, *s: w.x(*s, name=name, low=0.2, high=2, grad=name not in ("w", "p") and None)
    for reduction in ("none", "mean", "sum"):
        r = {"reduction": reduction}
        for f in (F.mse_loss, F.l1_loss, F.smooth_l1_loss, F.huber_loss):
            op(f"{f.__name__}/nchw_{reduction}", f, w.x(2, 3, 2, 2, layout=NCHW), w.x(2, 3, 2, 2, layout=NCHW, name="y"), **r,
               **({"out": NCHW} if reduction == "none" else {}))
        op(f"smooth_l1_loss/beta_0_{reduction}", F.smooth_l1_loss, x(), y(), beta=0.0, **r)
        op(f"cross_entropy/image_smooth_{reduction}", F.cross_entropy, w.x(2, 3, 2, 4, layout=NCHW), t(2, 2, 4, c=3), label_smoothing=0.1,
           weight=positive("w", 3), **r)
        op(f"cross_entropy/image_soft_{reduction}", F.cross_entropy, w.x(2, 3, 2, 4, layout=NCHW),
           In("t", torch.softmax(w.draw(2, 3, 2, 4), 1), NCHW), label_smoothing=0.2, weight=positive("w", 3), **r)
        op(f"cross_entropy/unbatched_soft_{reduction}", F.cross_entropy, x(4), In("t", torch.softmax(w.draw(4), 0)), **r)
        op(f"cross_entropy/unbatched_{reduction}", F.cross_entropy, x(4), In("t", torch.tensor(2)), **r)
        op(f"cross_entropy/sequence_ignore_{reduction}", F.cross_entropy, w.x(2, 3, 5, layout=NCL), t(2, 5, c=3), ignore_index=1, **r)
        op(f"nll_loss/sequence_weight_{reduction}", F.nll_loss, w.x(2, 3, 5, layout=NCL), t(2, 5, c=3), weight=positive("w", 3), ignore_index=0, **r)
        op(f"nll_loss/unbatched_{reduction}", F.nll_loss, x(4), In("t", torch.tensor(2)), **r)
        op(f"nll_loss/positional_{reduction}", F.nll_loss, x(), t(3, c=4), positive("w", 4), **r)
        op(f"binary_cross_entropy/nchw_{reduction}", F.binary_cross_entropy, In("x", chance(2, 3, 2, 2).value, NCHW), In("y", chance(2, 3, 2, 2).value, NCHW),
           positive("w", 3, 1, 1), **r, **({"out": NCHW} if reduction == "none" else {}))
        op(f"binary_cross_entropy_with_logits/channel_{reduction}", F.binary_cross_entropy_with_logits, w.x(2, 3, 2, 2, layout=NCHW),
           In("y", chance(2, 3, 2, 2).value, NCHW), positive("w", 3, 1, 1), pos_weight=positive("p", 3, 1, 1), **r,
           **({"out": NCHW} if reduction == "none" else {}))
        op(f"hinge_embedding_loss/margin_{reduction}", F.hinge_embedding_loss, x(), sign(3, 4), margin=0.4, **r)
        op(f"soft_margin_loss/{reduction}", F.soft_margin_loss, x(), sign(3, 4), **r)
        op(f"margin_ranking_loss/{reduction}", F.margin_ranking_loss, w.x(4, name="a"), w.x(4, name="b"), sign(4), margin=0.3, **r)
        op(f"multi_margin_loss/p2_{reduction}", F.multi_margin_loss, x(), t(3, c=4), p=2, margin=0.6, **r)
        op(f"multi_margin_loss/weight_{reduction}", F.multi_margin_loss, x(), t(3, c=4), weight=In("w", positive("w", 4).value, grad=False), **r)
        op(f"multi_margin_loss/unbatched_{reduction}", F.multi_margin_loss, x(4), In("t", torch.tensor(1)), **r)
        op(f"multilabel_soft_margin_loss/weight_{reduction}", F.multilabel_soft_margin_loss, x(), In("y", (w.draw(3, 4) > 0).double(), grad=False),
           weight=In("w", positive("w", 4).value, grad=False), **r)
        op(f"multilabel_soft_margin_loss/{reduction}", F.multilabel_soft_margin_loss, x(), In("y", (w.draw(3, 4) > 0).double(), grad=False), **r)
        op(f"cosine_embedding_loss/{reduction}", F.cosine_embedding_loss, w.x(3, 4, name="a"), w.x(3, 4, name="b"), sign(3), margin=-0.2, **r)
        op(f"triplet_margin_loss/p3_{reduction}", F.triplet_margin_loss, w.x(3, 4, name="a"), w.x(3, 4, name="p"), w.x(3, 4, name="n"), p=3.0,
           margin=1.5, swap=True, **r)
        op(f"triplet_margin_loss/eps_{reduction}", F.triplet_margin_loss, w.x(3, 4, name="a"), w.x(3, 4, name="p"), w.x(3, 4, name="n"), eps=0.1, **r)
        op(f"poisson_nll_loss/full_log_{reduction}", F.poisson_nll_loss, x(), positive("y", 3, 4), log_input=True, full=True, **r)
        op(f"poisson_nll_loss/eps_{reduction}", F.poisson_nll_loss, positive("x", 3, 4), positive("y", 3, 4), log_input=False, eps=0.1, **r)
        op(f"gaussian_nll_loss/full_{reduction}", F.gaussian_nll_loss, x(), y(), positive("v", 3, 4), full=True, **r)
        op(f"gaussian_nll_loss/shared_{reduction}", F.gaussian_nll_loss, x(), y(), positive("v", 3, 1), **r)
        op(f"gaussian_nll_loss/eps_{reduction}", F.gaussian_nll_loss, x(), y(), positive("v", 3), eps=0.5, **r)
        op(f"kl_div/{reduction}_wide", F.kl_div, x(), chance(3, 4), **r)
    op("kl_div/batchmean_nchw", F.kl_div, w.x(2, 3, 2, 2, layout=NCHW), In("y", chance(2, 3, 2, 2).value, NCHW), reduction="batchmean")
    for f in (F.mse_loss, F.l1_loss, F.smooth_l1_loss, F.huber_loss, F.soft_margin_loss):
        op(f"{f.__name__}/default", f, x(), sign(3, 4))
    op("smooth_l1_loss/beta_2", F.smooth_l1_loss, x(), y(), beta=2.0)
    op("huber_loss/positional", F.huber_loss, x(), y(), "sum", 0.7)
    op("mse_loss/scalar", F.mse_loss, w.x(), w.x(name="y"))
    op("cross_entropy/volume", F.cross_entropy, w.x(2, 3, 2, 2, 2, layout="NCDHW"), t(2, 2, 2, 2, c=3))
    op("cross_entropy/matrix_layoutless", F.cross_entropy, w.x(2, 3, 4), t(2, 4, c=3))
    op("cross_entropy/positional_weight", F.cross_entropy, x(), t(3, c=4), positive("w", 4))
    for dim in (1, -3, 0, 2):
        op(f"cosine_similarity/nchw_{dim}", F.cosine_similarity, w.x(2, 3, 4, 5, layout=NCHW, name="a"), w.x(2, 3, 4, 5, layout=NCHW, name="b"), dim=dim)
    op("cosine_similarity/default", F.cosine_similarity, w.x(3, 4, name="a"), w.x(3, 4, name="b"))
    op("cosine_similarity/broadcast_eps", F.cosine_similarity, w.x(1, 4, name="a"), w.x(3, 4, name="b"), dim=-1, eps=1e-3)
    for p in (1.0, 3.0, float("inf")):
        op(f"pairwise_distance/p{p}", F.pairwise_distance, w.x(3, 4, name="a"), w.x(3, 4, name="b"), p=p)
    op("pairwise_distance/keepdim", F.pairwise_distance, w.x(3, 4, name="a"), w.x(3, 4, name="b"), keepdim=True)
    op("pairwise_distance/eps", F.pairwise_distance, w.x(3, 4, name="a"), w.x(3, 4, name="b"), 2.0, 0.1)
