# What every target of this project gets; nothing here leaks into a parent project.
include(GNUInstallDirs)

function(bursar_warnings target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
                         -Wnon-virtual-dtor -Wold-style-cast -Wcast-qual -Wunused -Woverloaded-virtual)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # g++ 12 reports overlaps of billions of bytes in inlined operations of std::string (its bug 105329).
    target_compile_options(${target} PRIVATE -Wno-restrict)
    if(BURSAR_SANITIZE)
      # What the sanitizers insert hides from g++ that a member was set: it takes those of results and regular
      # expressions for uninitialised. The builds without sanitizers look for such uses.
      target_compile_options(${target} PRIVATE -Wno-maybe-uninitialized)
    endif()
  endif()
  if(BURSAR_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
  bursar_sanitize(${target})
endfunction()

# Address and undefined behaviour sanitizers where BURSAR_SANITIZE asks for them, also in what links the target; the
# first report ends the program.
function(bursar_sanitize target)
  if(BURSAR_SANITIZE)
    set(flags -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_compile_options(${target} PUBLIC "$<BUILD_INTERFACE:${flags}>")
    target_link_options(${target} PUBLIC "$<BUILD_INTERFACE:${flags}>")
  endif()
endfunction()

# A library of the project: C++20, public headers in include/, hidden symbols, warnings.
function(bursar_library target)
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_include_directories(${target}
    PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>
    PRIVATE ${PROJECT_SOURCE_DIR}/src)
  set_target_properties(${target} PROPERTIES
    CXX_EXTENSIONS OFF CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON DEFINE_SYMBOL ""
    POSITION_INDEPENDENT_CODE ON VERSION ${PROJECT_VERSION}
    SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
  if(NOT APPLE)  # libraries of one installation find each other, wherever it was moved
    set_target_properties(${target} PROPERTIES INSTALL_RPATH "$ORIGIN")
  endif()
  get_target_property(type ${target} TYPE)
  if(type STREQUAL "SHARED_LIBRARY")
    target_compile_definitions(${target} PUBLIC BURSAR_SHARED)
    if(NOT BURSAR_SANITIZE)  # an export that was forgotten shows here, not in the host's link
      target_link_options(${target} PRIVATE LINKER:--no-undefined)
    endif()
  elseif(BURSAR_EXPORT_SYMBOLS)
    target_compile_definitions(${target} PRIVATE BURSAR_SHARED)
  endif()
  bursar_warnings(${target})
  bursar_tidy(${target})
endfunction()

# clang-tidy beside the compiler, where BURSAR_TIDY asks for it; .clang-tidy says what it looks at.
function(bursar_tidy target)
  if(BURSAR_TIDY)
    find_program(CLANG_TIDY_PROGRAM clang-tidy REQUIRED)
    set_target_properties(${target} PROPERTIES
      CXX_CLANG_TIDY "${PROJECT_SOURCE_DIR}/cmake/tidy_once;${CLANG_TIDY_PROGRAM};--quiet")
  endif()
endfunction()

# toml++ is used from its headers alone, in the few files that read TOML: no program that links Bursar needs it.
function(bursar_header_only_toml)
  get_target_property(include_dirs tomlplusplus::tomlplusplus INTERFACE_INCLUDE_DIRECTORIES)
  add_library(bursar_toml INTERFACE)
  target_include_directories(bursar_toml SYSTEM INTERFACE ${include_dirs})
  target_compile_definitions(bursar_toml INTERFACE TOML_HEADER_ONLY=1)
endfunction()

# A test program: C++20 without extensions, warnings.
function(bursar_test_program target)
  target_compile_features(${target} PRIVATE cxx_std_20)
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF)
  bursar_warnings(${target})
endfunction()

# A program for users (an example, the tool): as a test program, and looked at by clang-tidy.
function(bursar_program target)
  bursar_test_program(${target})
  bursar_tidy(${target})
endfunction()

# bursar::internal and bursar::sqlite_internal: the libraries as the tests link them, with the symbols that a
# shared library hides.
function(bursar_internal_libraries)
  foreach(library IN ITEMS bursar bursar_sqlite)
    if(NOT TARGET ${library})
      continue()
    endif()
    string(REGEX REPLACE "^bursar_?" "" part ${library})
    string(JOIN "_" alias ${part} internal)
    get_target_property(type ${library} TYPE)
    if(NOT type STREQUAL "SHARED_LIBRARY")
      add_library(bursar::${alias} ALIAS ${library})
      continue()
    endif()
    add_library(bursar_${alias} STATIC $<TARGET_OBJECTS:${library}>)
    add_library(bursar::${alias} ALIAS bursar_${alias})
    set_target_properties(bursar_${alias} PROPERTIES LINKER_LANGUAGE CXX)
    target_include_directories(bursar_${alias} PUBLIC ${PROJECT_SOURCE_DIR}/include)
    target_compile_features(bursar_${alias} PUBLIC cxx_std_20)
  endforeach()
  if(TARGET bursar_internal)
    target_link_libraries(bursar_internal PUBLIC Boost::headers Boost::json fmt::fmt OpenSSL::Crypto
                          Threads::Threads)
  endif()
  if(TARGET bursar_sqlite_internal)
    target_link_libraries(bursar_sqlite_internal PUBLIC bursar_internal SQLiteCpp SQLite::SQLite3)
  endif()
endfunction()
