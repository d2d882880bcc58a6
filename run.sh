source /tmp/brief/env.sh /work/wt-tsp17
cd /tmp/tsp17/hard
for s in 0 1 2; do for h in 0 1; do
nice -n 3 python -m thinkers train prefix_sums --recipe base.toml --set seed=$s --set data.hard=$h --out r$s-$h > log$s-$h 2>&1
done; done
