# The part of the reference script that made expected.json. R 4.2.2, jsonlite.
# Run in this folder: Rscript make.R
library(jsonlite); options(digits = 15)
out <- list()
sfo <- read.csv("sfo_nps.csv")

nps_counts <- function(x) c(p = sum(x >= 9), m = sum(x >= 7 & x <= 8), d = sum(x <= 6))
nps <- function(x, w = rep(1, length(x))) 100 * sum(w * ((x >= 9) - (x <= 6))) / sum(w)
adjwald <- function(x, level = .95) { k <- nps_counts(x); n <- sum(k); p <- (k["p"] + .75) / (n + 3); d <- (k["d"] + .75) / (n + 3)
  est <- p - d; se <- sqrt((p + d - est^2) / (n + 3)); z <- qnorm(1 - (1 - level) / 2); unname(100 * c(est, est - z * se, est + z * se)) }
cf <- function(x) { k <- nps_counts(x); n <- sum(k); p <- k["p"] / n; d <- k["d"] / n; unname(100 * sqrt((p + d - (p - d)^2) / n)) }
out$nps_sfo <- list(n = nrow(sfo), counts = as.list(nps_counts(sfo$score)), nps = nps(sfo$score), se_closed = cf(sfo$score),
                    adjusted_wald = adjwald(sfo$score), nps_weighted = nps(sfo$score, sfo$weight), n_eff = sum(sfo$weight)^2 / sum(sfo$weight^2))
dagj <- function(f, b) { g <- sort(unique(b)); th <- f(rep(TRUE, length(b))); r <- sapply(g, function(k) f(b != k)); G <- length(g)
  v <- (G - 1) / G * sum((r - th)^2); t <- qt(.975, G - 1); list(G = G, estimate = th, se = sqrt(v), low = th - t * sqrt(v), high = th + t * sqrt(v)) }
out$jackknife_nps_weighted <- dagj(function(i) nps(sfo$score[i], sfo$weight[i]), sfo$bucket)
out$jackknife_nps_plain <- dagj(function(i) nps(sfo$score[i]), sfo$bucket)
w <- function(k, n) { p <- prop.test(k, n, correct = FALSE); list(k = k, n = n, estimate = unname(p$estimate), low = p$conf.int[1], high = p$conf.int[2]) }
out$wilson <- list(w(0, 7), w(7, 7), w(31, 48), w(812, 1162), w(3, 5))
t1 <- t.test(sfo$score); out$mean_t <- list(mean = unname(t1$estimate), low = t1$conf.int[1], high = t1$conf.int[2], n = nrow(sfo))
out$nps_small <- list(adjusted_wald_1_0_1 = adjwald(c(10, 0)), adjusted_wald_3_2_1 = adjwald(c(9, 10, 9, 7, 8, 3)))
p <- c(.0004, .012, .03, .031, .2, .5, .77, .049, .001, .9); out$bh <- list(p = p, q = p.adjust(p, "BH"))
g <- split(sfo$score, sfo$gender); f <- g[["Female"]]; m <- g[["Male"]]
d <- nps(f) - nps(m); se <- sqrt(cf(f)^2 + cf(m)^2)
out$nps_difference <- list(female_n = length(f), male_n = length(m), difference = d, low = d - qnorm(.975) * se, high = d + qnorm(.975) * se, p = 2 * pnorm(-abs(d / se)))
write(toJSON(out, auto_unbox = TRUE, digits = NA, pretty = TRUE), "expected.json")
