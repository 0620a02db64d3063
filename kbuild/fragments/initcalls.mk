# The order of initcalls for Clang LTO.
override cmd_gen_initcalls_lds = $(KELF) --as generate_initcall_order.pl $(filter-out %.pl,$(real-prereqs)) > $@
