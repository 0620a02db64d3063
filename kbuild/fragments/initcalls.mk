# The order of initcalls for Clang LTO.
override cmd_gen_initcalls_lds = $(KELF) initcalls -o $@ $(filter-out %.pl,$(real-prereqs))
