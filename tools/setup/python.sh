# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced: the Python environments in the tree. Needs steps.sh.
#
# An environment is never half-installed: .installing lies in it while pip works, .installed-NAME (a checksum of what
# was asked for) is written last. One that was cut off is removed and made anew; pip's cache makes that cheap.

requirements="$root/tools/setup"

# isInstalled ENVIRONMENT NAME FILE...: the stamp NAME is the checksum of FILE... and nothing was cut off.
isInstalled() {
    local environment=$1 name=$2
    shift 2
    [[ -e $environment/.installed-$name && ! -e $environment/.installing && -x $environment/bin/python ]] &&
        [[ $(<"$environment/.installed-$name") == "$(cat -- "$@" | sha256sum)" ]]
}

pipInstall() {
    local environment=$1
    shift
    env -u PYTHONPATH -u PYTHONHOME -u PIP_USER -u PIP_TARGET "$environment/bin/python" -m pip install \
        --disable-pip-version-check --no-input --progress-bar off "$@"
}

# createEnvironment ENVIRONMENT: an environment of the system's Python, whichever Python is first on PATH.
createEnvironment() {
    local environment=$1
    if [[ -e $environment/.installing ]]; then
        rm -rf -- "$environment"
    fi
    mkdir -p -- "$environment" && touch -- "$environment/.installing" || return 1
    [[ -x $environment/bin/python && -e $environment/pyvenv.cfg ]] ||
        env -u PYTHONPATH -u PYTHONHOME /usr/bin/python3 -m venv -- "$environment"
}

# finishEnvironment ENVIRONMENT NAME FILE...
finishEnvironment() {
    local environment=$1 name=$2
    shift 2
    cat -- "$@" | sha256sum >"$environment/.installed-$name.part" &&
        mv -- "$environment/.installed-$name.part" "$environment/.installed-$name" &&
        rm -f -- "$environment/.installing"
}

# needRoom GIGABYTES WHAT: refuses before a download that cannot fit.
needRoom() {
    local free
    free=$(df -Pk -- "$root" | awk 'NR == 2 {print int($4 / 1000000)}')
    if ((free < $1)); then
        fail "The disk is full: $2 needs $1 GB below $root and $free GB are free; free some and run this again."
    fi
}

hasNvidiaDevice() {
    [[ -e /dev/nvidiactl ]] || { command -v nvidia-smi >/dev/null && nvidia-smi -L >/dev/null 2>&1; }
}

installTorch() { # ENVIRONMENT
    createEnvironment "$1" && pipInstall "$1" --no-deps -r "$requirements/torch.txt" &&
        finishEnvironment "$1" torch "$requirements/torch.txt"
}

installTorchFull() { # ENVIRONMENT
    createEnvironment "$1" && pipInstall "$1" -r "$requirements/torch_full.txt" &&
        finishEnvironment "$1" torch_full "$requirements/torch_full.txt" &&
        finishEnvironment "$1" torch "$requirements/torch.txt"
}

installTests() { # ENVIRONMENT
    createEnvironment "$1" && pipInstall "$1" -r "$requirements/torch_full.txt" -r "$requirements/tests.txt" &&
        "$1/bin/python" -c 'import torch, transformers, tokenizers, safetensors, tensorboard, pytest, pyarrow' &&
        finishEnvironment "$1" tests "$requirements/torch_full.txt" "$requirements/tests.txt" &&
        finishEnvironment "$1" torch_full "$requirements/torch_full.txt" &&
        finishEnvironment "$1" torch "$requirements/torch.txt"
}

# The .pth file puts the first environment's packages behind the second's own; it is written after pip has run, which
# would otherwise take the first's packages for installed.
installTransformers5() { # ENVIRONMENT FIRST
    rm -rf -- "$1" && createEnvironment "$1" && pipInstall "$1" -r "$requirements/transformers5.txt" || return 1
    local own first
    own=$("$1/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))') &&
        first=$("$2/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))') || return 1
    echo "$first" >"$own/shared_torch.pth" &&
        "$1/bin/python" -c 'import torch, transformers; assert transformers.__version__.startswith("5."), transformers' &&
        finishEnvironment "$1" transformers5 "$requirements/transformers5.txt"
}

# Here the .pth file comes first: torch is to be found, not fetched a second time.
installLmEval() { # ENVIRONMENT FIRST
    rm -rf -- "$1" && createEnvironment "$1" || return 1
    local own first
    own=$("$1/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))') &&
        first=$("$2/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))') || return 1
    echo "$first" >"$own/shared_torch.pth" && pipInstall "$1" -r "$requirements/lm_eval.txt" &&
        "$1/bin/python" -c 'import torch, transformers, lm_eval; assert transformers.__version__.startswith("5."), transformers' &&
        finishEnvironment "$1" lm_eval "$requirements/lm_eval.txt"
}

installNvcc() { # ENVIRONMENT
    createEnvironment "$1" && pipInstall "$1" -r "$requirements/nvcc.txt" &&
        finishEnvironment "$1" nvcc "$requirements/nvcc.txt"
}

# torchFolder: the torch package to build against: HALYARD_TORCH_DIR or the one in .venv.
torchFolder() {
    if [[ -n ${HALYARD_TORCH_DIR:-} ]]; then
        echo "$HALYARD_TORCH_DIR"
        return
    fi
    local folder
    for folder in "$root"/.venv/lib/python3*/site-packages/torch; do
        [[ -e $folder/lib/libtorch_cpu.so ]] && echo "$folder" && return
    done
    return 1
}

# torchLevel: torch for CPUs alone, torch_full where there is an NVIDIA device.
torchLevel() {
    if hasNvidiaDevice; then echo torch_full; else echo torch; fi
}

torchIsInstalled() { # LEVEL
    isInstalled "$root/.venv" "$1" "$requirements/$1.txt" && HALYARD_TORCH_DIR='' torchFolder >/dev/null
}

# needTorch: refuses at once what ensureTorch would find out later: a wrong HALYARD_TORCH_DIR or too little room.
needTorch() {
    local level size=3
    if [[ -n ${HALYARD_TORCH_DIR:-} ]]; then
        [[ -e $HALYARD_TORCH_DIR/lib/libtorch_cpu.so ]] ||
            fail "HALYARD_TORCH_DIR is \"$HALYARD_TORCH_DIR\", which holds no lib/libtorch_cpu.so; name the torch folder of a wheel, or unset it."
        return
    fi
    level=$(torchLevel)
    [[ $level == torch ]] || size=8
    torchIsInstalled "$level" || needRoom "$size" "LibTorch"
}

# ensureTorch: what the worker is linked with.
ensureTorch() {
    local start level
    start=$(nowMilliseconds)
    needTorch
    if [[ -n ${HALYARD_TORCH_DIR:-} ]]; then
        report "$start" "LibTorch: the one of HALYARD_TORCH_DIR"
        return
    fi
    level=$(torchLevel)
    if torchIsInstalled "$level"; then
        report "$start" "LibTorch in .venv: installed"
    elif [[ $level == torch ]]; then
        step "LibTorch in .venv, the part for CPUs" "installing LibTorch" installTorch "$root/.venv"
    else
        step "LibTorch in .venv, with its GPU libraries" "installing LibTorch" installTorchFull "$root/.venv"
    fi
}

# ensureTestEnvironments: the Pythons that the parity tests call.
ensureTestEnvironments() {
    local start first="$root/.venv" second="$root/.venv-transformers5" third="$root/.venv-lm-eval"
    start=$(nowMilliseconds)
    if isInstalled "$first" tests "$requirements/torch_full.txt" "$requirements/tests.txt" &&
        HALYARD_TORCH_DIR='' torchFolder >/dev/null; then
        report "$start" "Python packages in .venv: installed"
    else
        needRoom 8 "the Python environment of the tests"
        step "Python packages in .venv: torch, transformers 4.57.3, tokenizers, safetensors, tensorboard, pytest, pyarrow" \
            "installing the Python packages of the tests" installTests "$first"
    fi
    start=$(nowMilliseconds)
    if isInstalled "$second" transformers5 "$requirements/transformers5.txt"; then
        report "$start" "Python packages in .venv-transformers5: installed"
    else
        step "Python packages in .venv-transformers5: transformers 5.23.0, the torch of .venv" \
            "installing transformers 5" installTransformers5 "$second" "$first"
    fi
    start=$(nowMilliseconds)
    if isInstalled "$third" lm_eval "$requirements/lm_eval.txt"; then
        report "$start" "Python packages in .venv-lm-eval: installed"
    else
        needRoom 3 "lm-evaluation-harness"
        step "Python packages in .venv-lm-eval: lm-evaluation-harness 0.4.13, the torch of .venv" \
            "installing lm-evaluation-harness" installLmEval "$third" "$first"
    fi
}
